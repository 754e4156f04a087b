// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Sender;

/** Sends for some seconds, then waits for what is in flight. One thread. */
final class SenderSide {

    private static final int OUTGOING_LIMIT = 512 * 1024;
    private static final int BURST = 256;
    private static final int SLOTS = 1024;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Fields fields;
    private final Payload payload;
    private final boolean presettled;
    private final List<Flow> flows = new ArrayList<>();
    private long sent;
    private long accepted;
    private long otherOutcomes;

    SenderSide(Fields fields) {
        this.fields = fields;
        this.payload = new Payload((int) fields.number("size"), SLOTS);
        this.presettled = fields.flag("presettled");
    }

    /** A connection with its sender. */
    private static final class Flow {
        private final Wire wire;
        private final Sender sender;
        private long sequence;

        Flow(Wire wire, Sender sender) {
            this.wire = wire;
            this.sender = sender;
        }
    }

    /** Runs the load and returns its result line. */
    String run() throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                return run(selector);
            } finally {
                flows.forEach(flow -> flow.wire.close());
            }
        }
    }

    private String run(Selector selector) throws IOException {
        for (int i = 0; i < fields.number("flows"); i++) {
            flows.add(open(selector, i));
        }
        awaitCredit(selector);
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(fields.number("millis"));
        if (fields.number("rate") > 0) {
            sendAtRate(selector, start, end);
        } else {
            sendAtWill(selector, end);
        }
        long stopped = System.nanoTime();
        settleRest(selector);
        leave(selector);
        return "sent=" + sent + " accepted=" + accepted + " other=" + otherOutcomes + " nanos=" + (stopped - start);
    }

    private Flow open(Selector selector, int number) throws IOException {
        Wire wire = new Wire(selector, fields.text("host"), (int) fields.number("port"), "bench-send-" + number);
        Sender sender = wire.session().sender("bench-" + number);
        Target target = new Target();
        target.setAddress(fields.text("address") + "." + number);
        sender.setTarget(target);
        sender.setSource(new org.apache.qpid.proton.amqp.messaging.Source());
        sender.setSenderSettleMode(presettled ? SenderSettleMode.SETTLED : SenderSettleMode.UNSETTLED);
        sender.open();
        return new Flow(wire, sender);
    }

    private void awaitCredit(Selector selector) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (flows.stream().anyMatch(flow -> flow.sender.getCredit() == 0)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the router gave no credit");
            }
            pass(selector, 10);
        }
    }

    private void sendAtWill(Selector selector, long end) throws IOException {
        while (System.nanoTime() < end) {
            boolean any = false;
            for (Flow flow : flows) {
                int burst = 0;
                while (burst < BURST && ready(flow)) {
                    send(flow, System.nanoTime());
                    burst++;
                }
                any |= burst > 0;
            }
            pass(selector, any ? 0 : 10);
        }
    }

    /**
     * Sends by a timetable. A message that is late, for want of credit or of this thread, keeps the time at which it
     * was due: so waiting counts as latency.
     */
    private void sendAtRate(Selector selector, long start, long end) throws IOException {
        double interval = 1e9 / fields.number("rate");
        long number = 0;
        while (true) {
            long now = System.nanoTime();
            long due = start + (long) (number * interval);
            if (due >= end) {
                return;
            }
            Flow flow = flows.get((int) (number % flows.size()));
            while (due <= now && due < end && ready(flow)) {
                send(flow, due);
                number++;
                due = start + (long) (number * interval);
                flow = flows.get((int) (number % flows.size()));
            }
            pass(selector, 0);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                // A selector's time-out has whole milliseconds only.
                LockSupport.parkNanos(wait);
            }
        }
    }

    private boolean ready(Flow flow) {
        boolean slot = presettled
            ? flow.sender.getQueued() < payload.slots() / flows.size()
            : sent - accepted - otherOutcomes < payload.slots();
        return slot && flow.sender.getCredit() > 0
            && flow.sender.getSession().getOutgoingBytes() < OUTGOING_LIMIT;
    }

    private void send(Flow flow, long due) {
        flow.sequence++;
        byte[] message = payload.stamp(flow.sequence, due);
        Delivery delivery = flow.sender.delivery(ByteBuffer.allocate(8).putLong(flow.sequence).array());
        flow.sender.sendNoCopy(ReadableBuffer.ByteBufferReader.wrap(message));
        if (presettled) {
            delivery.settle();
        }
        flow.sender.advance();
        sent++;
    }

    private void settleRest(Selector selector) throws IOException {
        long quietSince = System.nanoTime();
        long before = -1;
        while (!presettled && accepted + otherOutcomes < sent || presettled && pending() > 0) {
            pass(selector, 10);
            long now = accepted + otherOutcomes - pending();
            if (now != before) {
                before = now;
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > PATIENCE_NS) {
                return;
            }
        }
        pass(selector, 0);
    }

    /** A socket closed at once would take back settled messages that the router has not read yet. */
    private void leave(Selector selector) throws IOException {
        flows.forEach(flow -> flow.wire.leave());
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (flows.stream().anyMatch(flow -> !flow.wire.left()) && System.nanoTime() < deadline) {
            pass(selector, 10);
        }
    }

    private long pending() {
        return flows.stream().mapToLong(flow -> flow.sender.getSession().getOutgoingBytes()).sum();
    }

    private void pass(Selector selector, long timeoutMs) throws IOException {
        for (Flow flow : flows) {
            flow.wire.pump();
        }
        if (timeoutMs > 0) {
            selector.select(timeoutMs);
        } else {
            selector.selectNow();
        }
        for (Flow flow : flows) {
            flow.wire.read(this::on);
        }
        selector.selectedKeys().clear();
    }

    private void on(Event event) {
        if (event.getType() != Event.Type.DELIVERY) {
            return;
        }
        Delivery delivery = event.getDelivery();
        if (!presettled && delivery.getRemoteState() != null && !delivery.isSettled()) {
            if (delivery.getRemoteState() instanceof Accepted) {
                accepted++;
            } else {
                otherOutcomes++;
            }
            delivery.settle();
        }
    }
}
