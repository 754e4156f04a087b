// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A consumer that was there, but is not in the recording. */
final class ReplayConsumer {

    private static final UnsignedInteger MUCH = UnsignedInteger.valueOf(1_000_000);

    private final ModelWire wire;
    private final Frames frames = new Frames();
    private final Dissector dissector = new Dissector();
    private boolean accepts;
    private int received;

    ReplayConsumer(ModelWire wire, String address, boolean accepts) {
        this.wire = wire;
        this.accepts = accepts;
        wire.send(Frames.HEADER);
        Open open = new Open();
        open.setContainerId("consumer");
        send(open);
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(MUCH);
        begin.setOutgoingWindow(MUCH);
        send(begin);
        Attach attach = new Attach();
        attach.setName("consumer");
        attach.setHandle(UnsignedInteger.ZERO);
        attach.setRole(Role.RECEIVER);
        Source source = new Source();
        source.setAddress(address);
        attach.setSource(source);
        attach.setTarget(new Target());
        send(attach);
        Flow flow = new Flow();
        flow.setIncomingWindow(MUCH);
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(MUCH);
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.valueOf(1000));
        send(flow);
    }

    private void send(Object body) {
        wire.send(frames.frame(0, body));
    }

    boolean read() {
        boolean any = false;
        for (byte[] bytes = wire.receive(); bytes != null; bytes = wire.receive()) {
            any = true;
            for (Dissector.Piece piece : dissector.feed(bytes)) {
                if (piece.body() instanceof Transfer transfer && transfer.getDeliveryId() != null) {
                    received++;
                    answer(transfer);
                }
            }
        }
        return any;
    }

    private void answer(Transfer transfer) {
        if (accepts && !Boolean.TRUE.equals(transfer.getSettled())) {
            Disposition disposition = new Disposition();
            disposition.setRole(Role.RECEIVER);
            disposition.setFirst(transfer.getDeliveryId());
            disposition.setSettled(true);
            disposition.setState(Accepted.getInstance());
            send(disposition);
        }
    }

    int received() {
        return received;
    }

    /** From now on it holds what comes. */
    void hold() {
        accepts = false;
    }

    /** It loses its connection. */
    void cut() {
        wire.cut();
    }
}
