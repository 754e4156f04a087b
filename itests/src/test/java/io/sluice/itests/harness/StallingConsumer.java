// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.IOException;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A consumer that gives credit and a window without end, and reads its socket only when it is told to. */
public final class StallingConsumer implements AutoCloseable {

    private static final UnsignedInteger WIDE = UnsignedInteger.valueOf(Integer.MAX_VALUE);

    private final RawPeer peer;

    private StallingConsumer(RawPeer peer) {
        this.peer = peer;
    }

    /** Attaches, and reads nothing after the router's answer. */
    public static StallingConsumer attach(int port, String address, int credit) throws IOException {
        RawPeer peer = RawPeer.open(port);
        peer.frame(0, RawPeer.newBegin()).readFrame();
        Attach attach = new Attach();
        attach.setName("stalling");
        attach.setHandle(UnsignedInteger.ZERO);
        attach.setRole(Role.RECEIVER);
        attach.setSndSettleMode(SenderSettleMode.MIXED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        Source source = new Source();
        source.setAddress(address);
        attach.setSource(source);
        attach.setTarget(new Target());
        if (peer.attach(0, attach).getSource() == null) {
            throw new AssertionError("refused");
        }
        Flow flow = new Flow();
        flow.setNextIncomingId(UnsignedInteger.ZERO);
        flow.setIncomingWindow(WIDE);
        flow.setNextOutgoingId(UnsignedInteger.ZERO);
        flow.setOutgoingWindow(WIDE);
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(UnsignedInteger.valueOf(credit));
        peer.frame(0, flow);
        return new StallingConsumer(peer);
    }

    /** Reads on to the end of a number of messages, and accepts each; returns how many frames that were. */
    public int acceptMessages(int count) throws IOException {
        int frames = 0;
        for (int done = 0; done < count;) {
            Transfer transfer = transfer();
            frames++;
            if (transfer.getAborted()) {
                throw new AssertionError("aborted");
            }
            if (!transfer.getMore()) {
                settle(done++, Accepted.getInstance());
            }
        }
        return frames;
    }

    /** Reads the next transfer. */
    public Transfer transfer() throws IOException {
        while (true) {
            RawPeer.Frame frame = peer.readFrame();
            if (frame.body() instanceof Transfer transfer) {
                return transfer;
            }
            if (!(frame.body() instanceof Flow) && !(frame.body() instanceof Disposition)) {
                throw new AssertionError("expected a transfer, received " + frame);
            }
        }
    }

    /** Settles the delivery of a number, counted from 0. */
    public void settle(int delivery, DeliveryState state) throws IOException {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(delivery));
        disposition.setSettled(true);
        disposition.setState(state);
        peer.frame(0, disposition);
    }

    /** Ends TCP. */
    @Override
    public void close() throws IOException {
        peer.close();
    }
}
