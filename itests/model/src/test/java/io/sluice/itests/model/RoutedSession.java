// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Transfer;

/** A session of a client or broker whose links are routed. */
final class RoutedSession extends Session {

    final List<RoutedEnd> links = new ArrayList<>();

    private final RoutedWorld world;
    private final Map<Integer, RoutedEnd> byRemoteHandle = new HashMap<>();
    private final Map<Integer, RoutedMessage> sent = new HashMap<>();
    private final Map<Integer, RoutedMessage> received = new HashMap<>();
    private int deliveryIds;

    RoutedSession(RoutedWorld world, Peer<?> peer, int channel, int window, Integer remoteChannel) {
        super(peer, channel, window, remoteChannel);
        this.world = world;
    }

    /** Sends a frame of a message, which gets its number with the first one. */
    void transfer(RoutedMessage message, Transfer transfer, int from, int length) {
        if (message.sentBytes == 0 && from == 0 && transfer.getDeliveryTag() != null) {
            message.sentId = deliveryIds++;
            transfer.setDeliveryId(UnsignedInteger.valueOf(message.sentId));
            sent.put(message.sentId, message);
        }
        transfer(transfer, message.encoded, from, length);
    }

    void received(int id, RoutedMessage message) {
        RoutedMessage before = received.put(id, message);
        ledger().check(before == null, () -> "delivery id " + id + " is in use");
    }

    @Override
    void loseLinks() {
        links.forEach(RoutedEnd::lose);
    }

    // ---- frames of the router

    @Override
    void attached(Attach attach) {
        RoutedEnd end = peer.broker ? world.asked(this, attach) : answered(attach);
        RoutedEnd before = byRemoteHandle.put(attach.getHandle().intValue(), end);
        ledger().check(before == null, () -> "handle in use: " + attach);
        end.attached(attach);
    }

    private RoutedEnd answered(Attach attach) {
        RoutedEnd end = links.stream().filter(known -> known.name.equals(attach.getName())).findAny().orElse(null);
        ledger().check(end != null && !end.attachReceived, () -> "unexpected " + attach);
        return end;
    }

    private RoutedEnd end(UnsignedInteger handle, Object body) {
        RoutedEnd end = byRemoteHandle.get(handle.intValue());
        ledger().check(end != null, () -> "unknown handle at " + peer.name + ": " + body);
        return end;
    }

    @Override
    void flowed(Flow flow) {
        end(flow.getHandle(), flow).flowed(flow);
    }

    @Override
    void transferred(Transfer transfer, byte[] payload) {
        end(transfer.getHandle(), transfer).transferred(transfer, payload);
    }

    @Override
    void disposed(Disposition disposition, boolean byReceiver, int id) {
        RoutedMessage message = (byReceiver ? sent : received).get(id);
        ledger().check(message != null, () -> "no such delivery: " + disposition);
        RoutedEnd end = byReceiver ? message.pair.producer() : message.pair.consumer();
        if (end.isUsable()) {
            world.judge.said(message, byReceiver, disposition);
        }
    }

    @Override
    void detached(Detach detach) {
        end(detach.getHandle(), detach).detached(detach);
        byRemoteHandle.remove(detach.getHandle().intValue());
    }
}
