// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Receiver;

/** Receives until it is told how many were sent, and those have come or nothing comes any more. One thread. */
final class ReceiverSide {

    private static final int WINDOW = 500;
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Fields fields;
    private final int size;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final long[] last;
    private long received;
    private long misordered;
    private long bad;
    private long first;
    private long latest;

    ReceiverSide(Fields fields) {
        this.fields = fields;
        this.size = (int) fields.number("size");
        this.last = new long[(int) fields.number("flows")];
    }

    /**
     * Receives.
     *
     * @param ready is run when the router has answered all attaches
     * @param expected gives the number sent once it is known, before that -1
     */
    String run(Runnable ready, LongSupplier expected) throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                for (int i = 0; i < last.length; i++) {
                    open(selector, i);
                }
                awaitAttached(selector);
                ready.run();
                receive(selector, expected);
                return result();
            } finally {
                wires.forEach(Wire::close);
            }
        }
    }

    private void receive(Selector selector, LongSupplier expected) throws IOException {
        long quietSince = System.nanoTime();
        while (true) {
            long before = received;
            pass(selector);
            long wanted = expected.getAsLong();
            long now = System.nanoTime();
            if (received != before || wanted < 0) {
                quietSince = now;
            }
            if (wanted >= 0 && (received >= wanted || now - quietSince > QUIET_NS)) {
                return;
            }
        }
    }

    private void open(Selector selector, int number) throws IOException {
        Wire wire = new Wire(selector, fields.text("host"), (int) fields.number("port"), "bench-recv-" + number);
        Receiver receiver = wire.session().receiver("bench-" + number);
        Source source = new Source();
        source.setAddress(fields.text("address") + "." + number);
        receiver.setSource(source);
        receiver.setTarget(new Target());
        receiver.setContext(number);
        receiver.open();
        receiver.flow(WINDOW);
        wires.add(wire);
        receivers.add(receiver);
    }

    private void awaitAttached(Selector selector) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (receivers.stream().anyMatch(receiver -> receiver.getRemoteState() != EndpointState.ACTIVE)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the router did not answer the attach");
            }
            pass(selector);
        }
    }

    private void pass(Selector selector) throws IOException {
        for (Wire wire : wires) {
            wire.pump();
        }
        selector.select(10);
        for (Wire wire : wires) {
            wire.read(this::on);
        }
        selector.selectedKeys().clear();
        for (Receiver receiver : receivers) {
            if (receiver.getCredit() <= WINDOW - WINDOW / 8) {
                receiver.flow(WINDOW - receiver.getCredit());
            }
        }
    }

    private void on(Event event) {
        if (event.getType() != Event.Type.DELIVERY) {
            return;
        }
        Receiver receiver = (Receiver) event.getLink();
        for (Delivery delivery = receiver.current();
                delivery != null && delivery.isReadable() && !delivery.isPartial(); delivery = receiver.current()) {
            take(receiver, delivery);
        }
    }

    private void take(Receiver receiver, Delivery delivery) {
        ReadableBuffer message = receiver.recv();
        receiver.advance();
        if (!delivery.remotelySettled()) {
            delivery.disposition(Accepted.getInstance());
        }
        delivery.settle();
        long now = System.nanoTime();
        if (received++ == 0) {
            first = now;
        }
        latest = now;
        if (message.remaining() < size) {
            bad++;
            return;
        }
        // Routers may put sections in front of the body, never behind it.
        message.position(message.limit() - size);
        long sequence = message.getLong();
        latencies.record(now - message.getLong());
        int flow = (Integer) receiver.getContext();
        if (sequence <= last[flow]) {
            misordered++;
        }
        last[flow] = sequence;
    }

    private String result() {
        return "received=" + received + " misordered=" + misordered + " bad=" + bad + " nanos=" + (latest - first)
            + " p50=" + latencies.percentile(0.5) + " p99=" + latencies.percentile(0.99)
            + " p999=" + latencies.percentile(0.999);
    }
}
