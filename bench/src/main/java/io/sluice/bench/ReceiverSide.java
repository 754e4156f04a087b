// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Session;

/** Receives until it is told how many were sent, and those have come or nothing comes any more. One thread. */
final class ReceiverSide {

    /** The container id by which a router knows the broker that this side plays. */
    static final String BROKER = "bench-broker";

    private static final int WINDOW = 500;
    private static final int MANY = 100;
    private static final int WINDOW_OF_MANY = 20;
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);

    private final Fields fields;
    private final Layout layout;
    private final boolean broker;
    private final int size;
    private final int window;
    private final Latencies latencies = new Latencies();
    private final long[] last;
    private Hub hub;
    private int attached;
    private int connected;
    private long received;
    private long misordered;
    private long bad;
    private long first;
    private long latest;
    private long longestPause;

    ReceiverSide(Fields fields) {
        this.fields = fields;
        this.layout = Layout.parse(fields);
        this.broker = layout.kind() == Layout.Kind.ROUTED;
        this.size = (int) fields.number("size");
        this.window = layout.receivers() < MANY ? WINDOW : WINDOW_OF_MANY;
        this.last = new long[Math.max(layout.receivers(), layout.senders())];
    }

    /**
     * Receives.
     *
     * @param ready is run when the router has answered all attaches
     * @param expected gives the number sent once it is known, before that -1
     */
    String run(Runnable ready, LongSupplier expected) throws IOException {
        try (Hub opened = new Hub(this::on)) {
            hub = opened;
            for (int i = 0; i < layout.receiveConnections(); i++) {
                open(i);
            }
            hub.await("attach", () -> broker ? connected == layout.receiveConnections()
                : attached == layout.receivers());
            ready.run();
            receive(expected);
            return result();
        }
    }

    private void receive(LongSupplier expected) throws IOException {
        long quietSince = System.nanoTime();
        while (true) {
            long before = received;
            hub.pass(10);
            long wanted = expected.getAsLong();
            long now = System.nanoTime();
            if (received != before || wanted < 0) {
                quietSince = now;
            }
            if (wanted >= 0 && (received >= wanted * layout.copies() || now - quietSince > QUIET_NS)) {
                return;
            }
        }
    }

    private void open(int connection) throws IOException {
        if (broker) {
            hub.connect(fields.text("host"), (int) fields.number("brokerPort"), BROKER).detachable();
            return;
        }
        Wire wire = hub.connect(fields.text("host"), (int) fields.number("receivePort"), "bench-recv-" + connection);
        for (int i = 0; i < layout.receiveLinks(); i++) {
            int number = connection * layout.receiveLinks() + i;
            Receiver receiver = wire.session().receiver("bench-" + number);
            Source source = new Source();
            source.setAddress(layout.address(number));
            receiver.setSource(source);
            receiver.setTarget(new Target());
            receiver.setContext(number);
            receiver.open();
            receiver.flow(window);
        }
    }

    private void on(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> connected++;
            case SESSION_REMOTE_OPEN -> begin(event.getSession());
            case LINK_REMOTE_OPEN -> attach(event.getLink());
            case LINK_REMOTE_CLOSE -> event.getLink().close();
            case DELIVERY -> takeAll((Receiver) event.getLink());
            default -> { }
        }
    }

    private static void begin(Session session) {
        if (session.getLocalState() == EndpointState.UNINITIALIZED) {
            session.open();
        }
    }

    private void attach(Link link) {
        attached++;
        if (link.getLocalState() == EndpointState.UNINITIALIZED && link instanceof Receiver receiver) {
            String address = receiver.getRemoteTarget().getAddress();
            receiver.setContext(Integer.valueOf(address.substring(address.lastIndexOf('.') + 1)));
            receiver.setSource(receiver.getRemoteSource());
            receiver.setTarget(receiver.getRemoteTarget());
            receiver.open();
            receiver.flow(window);
        }
    }

    private void takeAll(Receiver receiver) {
        for (Delivery delivery = receiver.current();
                delivery != null && delivery.isReadable() && !delivery.isPartial(); delivery = receiver.current()) {
            take(receiver, delivery);
        }
        if (receiver.getCredit() <= window - window / 8) {
            receiver.flow(window - receiver.getCredit());
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
        } else {
            longestPause = Math.max(longestPause, now - latest);
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
            + " pause=" + longestPause
            + " p50=" + latencies.percentile(0.5) + " p99=" + latencies.percentile(0.99)
            + " p999=" + latencies.percentile(0.999);
    }
}
