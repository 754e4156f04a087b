// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A producer that was there, but is not in the recording. */
final class ReplayProducer {

    private static final UnsignedInteger MUCH = UnsignedInteger.valueOf(1_000_000);

    private final ModelWire wire;
    private final Frames frames = new Frames();
    private int sent;

    /**
     * Attaches a sender.
     *
     * @param address null for one whose messages name theirs
     */
    ReplayProducer(ModelWire wire, String address) {
        this.wire = wire;
        wire.send(Frames.HEADER);
        Open open = new Open();
        open.setContainerId("producer");
        wire.send(frames.frame(0, open));
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(MUCH);
        begin.setOutgoingWindow(MUCH);
        wire.send(frames.frame(0, begin));
        Attach attach = new Attach();
        attach.setName("producer");
        attach.setHandle(UnsignedInteger.ZERO);
        attach.setRole(Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        Target target = new Target();
        target.setAddress(address);
        attach.setTarget(target);
        wire.send(frames.frame(0, attach));
    }

    /** Sends a message. */
    void send(byte[] message) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.ZERO);
        transfer.setDeliveryId(UnsignedInteger.valueOf(sent));
        transfer.setDeliveryTag(new Binary(new byte[] {(byte) sent++}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        wire.send(frames.frame(0, 0, transfer, message, 0, message.length));
    }

    /** Reads and forgets what it is told; false if that was nothing. */
    boolean read() {
        boolean any = false;
        while (wire.receive() != null) {
            any = true;
        }
        return any;
    }
}
