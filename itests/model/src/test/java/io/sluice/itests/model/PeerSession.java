// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A peer's end of a session. */
final class PeerSession {

    final Peer peer;
    final int channel;
    final List<PeerLink> links = new ArrayList<>();
    /** All that was sent unsettled, by delivery id. */
    final Map<Integer, Message> sent = new LinkedHashMap<>();
    /** Received and not settled by this side. */
    final Map<Integer, Message.Copy> unsettled = new HashMap<>();
    int nextDeliveryId;
    boolean begun;
    boolean endSent;
    boolean ended;

    private final Map<Integer, PeerLink> byRemoteHandle = new HashMap<>();
    private final int window;
    private long nextOut;
    private long mayOut;
    private long nextIn;
    private long mayIn;
    private int handles;

    PeerSession(Peer peer, int channel, int window) {
        this.peer = peer;
        this.channel = channel;
        this.window = window;
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(window));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(Integer.MAX_VALUE));
        send(begin);
    }

    boolean isUsable() {
        return !endSent && !ended;
    }

    int newHandle() {
        return handles++;
    }

    void send(Object body) {
        peer.send(channel, body, new byte[0], 0, 0);
    }

    Flow flow() {
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
    boolean openWindow() {
        if (!begun || mayIn - nextIn > window / 2) {
            return false;
        }
        mayIn = nextIn + window;
        send(flow());
        return true;
    }

    /** Returns how many transfers the router takes now. */
    long mayTransfer() {
        return begun ? mayOut - nextOut : 0;
    }

    void transfer(Transfer transfer, byte[] payload, int from, int length) {
        nextOut++;
        peer.send(channel, transfer, payload, from, length);
    }

    void received(Message.Copy copy) {
        Message.Copy before = unsettled.put(copy.deliveryId, copy);
        peer.ledger.check(before == null, () -> "delivery id " + copy.deliveryId + " is in use");
    }

    void end() {
        endSent = true;
        links.forEach(link -> lose(link));
        send(new End());
    }

    void lose() {
        ended = true;
        links.forEach(link -> lose(link));
    }

    private static void lose(PeerLink link) {
        boolean before = link.lost;
        link.lost = true;
        if (!before && !link.refused) {
            link.left();
        }
    }

    // ---- frames of the router

    void handle(Object body, byte[] payload) {
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
            flowed(flow);
        } else if (body instanceof Transfer transfer) {
            transferred(transfer, payload);
        } else if (body instanceof Disposition disposition) {
            disposed(disposition);
        } else if (body instanceof Detach detach) {
            detached(detach);
        } else if (body instanceof End) {
            peer.ledger.check(endSent, () -> "the router ends a session: " + body);
            ended = true;
        } else {
            peer.ledger.fail("unexpected " + body);
        }
    }

    private void attached(Attach attach) {
        PeerLink link = links.stream().filter(known -> known.name.equals(attach.getName())).findAny().orElse(null);
        peer.ledger.check(link != null && !link.granted && !link.refused, () -> "unexpected " + attach);
        PeerLink before = byRemoteHandle.put(attach.getHandle().intValue(), link);
        peer.ledger.check(before == null, () -> "handle in use: " + attach);
        link.attached(attach);
    }

    private void detached(Detach detach) {
        PeerLink link = byRemoteHandle.remove(detach.getHandle().intValue());
        peer.ledger.check(link != null, () -> "unknown handle: " + detach);
        link.detachReceived = true;
        if (!link.detachSent) {
            peer.ledger.detachedByRouter(link, detach);
            if (!link.refused) {
                link.left();
            }
            link.detach();
        }
        links.remove(link);
    }

    private void flowed(Flow flow) {
        mayOut = (flow.getNextIncomingId() == null ? 0 : flow.getNextIncomingId().longValue())
                + flow.getIncomingWindow().longValue();
        if (flow.getHandle() != null) {
            PeerLink link = byRemoteHandle.get(flow.getHandle().intValue());
            peer.ledger.check(link != null, () -> "unknown handle: " + flow);
            link.flowed(flow);
        }
    }

    private void transferred(Transfer transfer, byte[] payload) {
        peer.ledger.check(nextIn < mayIn, () -> "transfer beyond the session window: " + transfer);
        nextIn++;
        PeerLink link = byRemoteHandle.get(transfer.getHandle().intValue());
        peer.ledger.check(link instanceof PeerReceiver, () -> "unknown handle: " + transfer);
        ((PeerReceiver) link).transferred(transfer, payload);
    }

    private void disposed(Disposition disposition) {
        int first = disposition.getFirst().intValue();
        int end = disposition.getLast() == null ? first : disposition.getLast().intValue();
        for (int id = first; id <= end; id++) {
            if (disposition.getRole() == Role.RECEIVER) {
                Message message = sent.get(id);
                peer.ledger.check(message != null, () -> "no such unsettled delivery: " + disposition);
                peer.ledger.outcome(message, disposition.getState(), disposition.getSettled());
            } else if (disposition.getSettled()) {
                Message.Copy copy = unsettled.remove(id);
                if (copy != null) {
                    copy.settledByRouter = true;
                    copy.receiver.unsettled.remove(copy);
                }
            }
        }
    }
}
