// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

/** A session of a client or broker whose links are routed. */
final class RoutedSession {

    final RoutedPeer peer;
    final List<RoutedEnd> links = new ArrayList<>();
    boolean begun;
    boolean endSent;
    boolean ended;

    private final int channel;
    private final int window;
    private final Map<Integer, RoutedEnd> byRemoteHandle = new HashMap<>();
    private final Map<Integer, RoutedMessage> sent = new HashMap<>();
    private final Map<Integer, RoutedMessage> received = new HashMap<>();
    private long nextOut;
    private long mayOut;
    private long nextIn;
    private long mayIn;
    private int handles;
    private int deliveryIds;

    RoutedSession(RoutedPeer peer, int channel, int window, Integer remoteChannel) {
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

    /** Sends a frame of a message, which gets its number with the first one. */
    void transfer(RoutedMessage message, Transfer transfer, int from, int length) {
        if (message.sentBytes == 0 && from == 0 && transfer.getDeliveryTag() != null) {
            message.sentId = deliveryIds++;
            transfer.setDeliveryId(UnsignedInteger.valueOf(message.sentId));
            sent.put(message.sentId, message);
        }
        nextOut++;
        peer.send(channel, transfer, message.encoded, from, length);
    }

    void received(int id, RoutedMessage message) {
        RoutedMessage before = received.put(id, message);
        peer.world.ledger.check(before == null, () -> "delivery id " + id + " is in use");
    }

    void end() {
        endSent = true;
        links.forEach(RoutedEnd::lose);
        send(new End());
    }

    void lose() {
        ended = true;
        links.forEach(RoutedEnd::lose);
    }

    // ---- frames of the router

    void handle(Object body, byte[] payload) {
        Ledger ledger = peer.world.ledger;
        if (endSent && !(body instanceof End)) {
            return;
        }
        if (body instanceof Begin begin) {
            begun = true;
            nextIn = begin.getNextOutgoingId().longValue();
            mayIn = nextIn + window;
            mayOut = begin.getIncomingWindow().longValue();
        } else if (body instanceof Attach attach) {
            RoutedEnd end = peer.broker ? peer.world.asked(this, attach) : answered(attach);
            RoutedEnd before = byRemoteHandle.put(attach.getHandle().intValue(), end);
            ledger.check(before == null, () -> "handle in use: " + attach);
            end.attached(attach);
        } else if (body instanceof Flow flow) {
            mayOut = (flow.getNextIncomingId() == null ? 0 : flow.getNextIncomingId().longValue())
                    + flow.getIncomingWindow().longValue();
            if (flow.getHandle() != null) {
                end(flow.getHandle(), flow).flowed(flow);
            }
        } else if (body instanceof Transfer transfer) {
            ledger.check(nextIn < mayIn, () -> "transfer beyond the session window: " + transfer);
            nextIn++;
            end(transfer.getHandle(), transfer).transferred(transfer, payload);
        } else if (body instanceof Disposition disposition) {
            disposed(disposition);
        } else if (body instanceof Detach detach) {
            end(detach.getHandle(), detach).detached(detach);
            byRemoteHandle.remove(detach.getHandle().intValue());
        } else {
            ledger.check(body instanceof End && endSent, () -> "the router ends a session: " + body);
            ended = true;
        }
    }

    private RoutedEnd answered(Attach attach) {
        RoutedEnd end = links.stream().filter(known -> known.name.equals(attach.getName())).findAny().orElse(null);
        peer.world.ledger.check(end != null && !end.attachReceived, () -> "unexpected " + attach);
        return end;
    }

    private RoutedEnd end(UnsignedInteger handle, Object body) {
        RoutedEnd end = byRemoteHandle.get(handle.intValue());
        peer.world.ledger.check(end != null, () -> "unknown handle at " + peer.name + ": " + body);
        return end;
    }

    private void disposed(Disposition disposition) {
        int first = disposition.getFirst().intValue();
        int last = disposition.getLast() == null ? first : disposition.getLast().intValue();
        boolean fromConsumer = disposition.getRole() == Role.RECEIVER;
        for (int id = first; id <= last; id++) {
            RoutedMessage message = (fromConsumer ? sent : received).get(id);
            peer.world.ledger.check(message != null, () -> "no such delivery: " + disposition);
            RoutedEnd end = fromConsumer ? message.pair.producer() : message.pair.consumer();
            if (end.isUsable()) {
                peer.world.judge.said(message, fromConsumer, disposition);
            }
        }
    }
}
