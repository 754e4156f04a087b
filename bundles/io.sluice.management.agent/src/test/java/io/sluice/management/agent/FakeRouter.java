// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;

/** Keeps what the agent sends, and gives it requests as a connection would. */
final class FakeRouter implements Router {

    static final long CONNECTION = 7;

    final Map<String, DeliveryHandler> handlers = new ConcurrentHashMap<>();
    final BlockingQueue<Delivery> sent = new LinkedBlockingQueue<>();
    volatile TransferResult result = TransferResult.ROUTED;

    /** Hears of the outcome of a request. */
    static final class Origin implements DeliveryOrigin {

        final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

        @Override
        public void onOutcome(Delivery delivery) {
            outcomes.add(delivery.outcome());
        }

        @Override
        public void onContentDrained(MessageContent content) {
            // Requests are small.
        }

        @Override
        public long connectionId() {
            return CONNECTION;
        }

        Outcome await() throws InterruptedException {
            return outcomes.poll(10, TimeUnit.SECONDS);
        }
    }

    static Delivery delivery(MessageContent content, Origin origin) {
        return new Delivery(content, origin, false, 0, 4, null, System.nanoTime());
    }

    /** Offers a whole message; false if it was refused. */
    boolean offer(byte[] message, Origin origin) {
        return offer("$management", message, origin);
    }

    boolean offer(String address, byte[] message, Origin origin) {
        return handlers.get(address).onDelivery(delivery(new MessageContent(origin, message), origin));
    }

    /** Returns the next reply's bytes; null if none comes. */
    byte[] reply() throws InterruptedException {
        Delivery delivery = sent.poll(10, TimeUnit.SECONDS);
        return delivery == null ? null : bytes(delivery);
    }

    static byte[] bytes(Delivery delivery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part = delivery.read(); part != null; part = delivery.read()) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    @Override
    public RouterInfo info() {
        return new RouterInfo("QDR", "interior", "1");
    }

    @Override
    public RouterConnection connect(ConnectionDescriptor descriptor, ConnectionPeer peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription subscribe(String address, DeliveryHandler handler) {
        handlers.put(address, handler);
        return () -> handlers.remove(address, handler);
    }

    @Override
    public TransferResult send(Delivery delivery) {
        if (result == TransferResult.ROUTED) {
            sent.add(delivery);
        }
        return result;
    }
}
