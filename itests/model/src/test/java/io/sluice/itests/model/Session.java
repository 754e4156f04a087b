// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A peer's end of a session: its windows, and whose frames are whose. What links make of them is the models' own. */
abstract class Session {

    final Peer<?> peer;
    final int channel;
    boolean begun;
    boolean endSent;
    boolean ended;

    private final int window;
    private long nextOut;
    private long mayOut;
    private long nextIn;
    private long mayIn;
    private int handles;

    Session(Peer<?> peer, int channel, int window, Integer remoteChannel) {
        this.peer = peer;
        this.channel = channel;
        this.window = window;
        Begin begin = new Begin();
        begin.setRemoteChannel(remoteChannel == null ? null : UnsignedShort.valueOf(remoteChannel.shortValue()));
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(window));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(Integer.MAX_VALUE));
        send(begin);
    }

    final Ledger ledger() {
        return peer.ledger;
    }

    final boolean isUsable() {
        return !endSent && !ended;
    }

    final int newHandle() {
        return handles++;
    }

    final void send(Object body) {
        peer.send(channel, body, new byte[0], 0, 0);
    }

    final Flow flow() {
        Flow flow = new Flow();
        if (begun) {
            flow.setNextIncomingId(UnsignedInteger.valueOf(nextIn));
        }
        flow.setIncomingWindow(UnsignedInteger.valueOf(begun ? mayIn - nextIn : window));
        flow.setNextOutgoingId(UnsignedInteger.valueOf(nextOut));
        flow.setOutgoingWindow(UnsignedInteger.valueOf(Integer.MAX_VALUE));
        return flow;
    }

    /** Opens the incoming window in full again, if that is worth a frame. */
    final boolean openWindow() {
        if (!begun || mayIn - nextIn > window / 2) {
            return false;
        }
        mayIn = nextIn + window;
        send(flow());
        return true;
    }

    /** Returns how many transfers the router takes now. */
    final long mayTransfer() {
        return begun ? mayOut - nextOut : 0;
    }

    final void transfer(Transfer transfer, byte[] payload, int from, int length) {
        nextOut++;
        peer.send(channel, transfer, payload, from, length);
    }

    final void end() {
        endSent = true;
        loseLinks();
        send(new End());
    }

    final void lose() {
        ended = true;
        loseLinks();
    }

    /** The session has ended under its links. */
    abstract void loseLinks();

    // ---- frames of the router

    final void handle(Object body, byte[] payload) {
        if (endSent && !(body instanceof End)) {
            return;
        }
        if (body instanceof Begin begin) {
            begun = true;
            nextIn = begin.getNextOutgoingId().longValue();
            mayIn = nextIn + window;
            mayOut = begin.getIncomingWindow().longValue();
        } else if (body instanceof Attach attach) {
            attached(attach);
        } else if (body instanceof Flow flow) {
            mayOut = (flow.getNextIncomingId() == null ? 0 : flow.getNextIncomingId().longValue())
                    + flow.getIncomingWindow().longValue();
            if (flow.getHandle() != null) {
                flowed(flow);
            }
        } else if (body instanceof Transfer transfer) {
            ledger().check(nextIn < mayIn, () -> "transfer beyond the session window: " + transfer);
            nextIn++;
            transferred(transfer, payload);
        } else if (body instanceof Disposition disposition) {
            int first = disposition.getFirst().intValue();
            int last = disposition.getLast() == null ? first : disposition.getLast().intValue();
            for (int id = first; id <= last; id++) {
                disposed(disposition, disposition.getRole() == Role.RECEIVER, id);
            }
        } else if (body instanceof Detach detach) {
            detached(detach);
        } else {
            ledger().check(body instanceof End && endSent, () -> "the router ends a session: " + body);
            ended = true;
        }
    }

    abstract void attached(Attach attach);

    /** A flow that names a link. */
    abstract void flowed(Flow flow);

    abstract void transferred(Transfer transfer, byte[] payload);

    /** The router has said something of one delivery. */
    abstract void disposed(Disposition disposition, boolean byReceiver, int id);

    abstract void detached(Detach detach);
}
