// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
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
    private static final int RING_BYTES = 64 * 1024 * 1024;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Fields fields;
    private final Layout layout;
    private final Payload payload;
    private final boolean presettled;
    private final List<Flow> flows = new ArrayList<>();
    private Hub hub;
    private int turn;
    private long sent;
    private long accepted;
    private long otherOutcomes;

    SenderSide(Fields fields) {
        this.fields = fields;
        this.layout = Layout.parse(fields);
        int size = (int) fields.number("size");
        int slots = Math.max(16, Math.min(SLOTS, RING_BYTES / size));
        this.payload = layout.kind() == Layout.Kind.ANONYMOUS
            ? new Payload(size, slots / layout.addresses() * layout.addresses(),
                slot -> layout.address(slot % layout.addresses()))
            : new Payload(size, slots);
        this.presettled = fields.flag("presettled");
    }

    /** A sender and its connection. */
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
        try (Hub opened = new Hub(this::on)) {
            hub = opened;
            for (int i = 0; i < layout.sendConnections(); i++) {
                open(i);
            }
            hub.await("credit", () -> flows.stream().allMatch(flow -> flow.sender.getCredit() > 0));
            long start = System.nanoTime();
            long end = start + TimeUnit.MILLISECONDS.toNanos(fields.number("millis"));
            if (fields.number("rate") > 0) {
                sendAtRate(start, end);
            } else {
                sendAtWill(end);
            }
            long stopped = System.nanoTime();
            settleRest();
            hub.leave();
            return "sent=" + sent + " accepted=" + accepted + " other=" + otherOutcomes + " nanos="
                + (stopped - start);
        }
    }

    private void open(int connection) throws IOException {
        Wire wire = hub.connect(fields.text("host"), (int) fields.number("port"), "bench-send-" + connection);
        for (int i = 0; i < layout.sendLinks(); i++) {
            int number = connection * layout.sendLinks() + i;
            Sender sender = wire.session().sender("bench-" + number);
            Target target = new Target();
            if (layout.kind() != Layout.Kind.ANONYMOUS) {
                target.setAddress(layout.address(number));
            }
            sender.setTarget(target);
            sender.setSource(new Source());
            sender.setSenderSettleMode(presettled ? SenderSettleMode.SETTLED : SenderSettleMode.UNSETTLED);
            sender.open();
            flows.add(new Flow(wire, sender));
        }
    }

    private void sendAtWill(long end) throws IOException {
        int burst = Math.max(1, BURST / flows.size());
        while (System.nanoTime() < end) {
            boolean any = false;
            for (int tried = 0; tried < flows.size() && room(); tried++) {
                Flow flow = flows.get(turn);
                turn = (turn + 1) % flows.size();
                for (int i = 0; i < burst && ready(flow); i++) {
                    send(flow, System.nanoTime());
                    any = true;
                }
            }
            hub.pass(any ? 0 : 10);
        }
    }

    /**
     * Sends by a timetable. A message that is late, for want of credit or of this thread, keeps the time at which it
     * was due: so waiting counts as latency.
     */
    private void sendAtRate(long start, long end) throws IOException {
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
            hub.pass(0);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                // A selector's time-out has whole milliseconds only.
                LockSupport.parkNanos(wait);
            }
        }
    }

    private boolean room() {
        return presettled || sent - accepted - otherOutcomes < payload.slots();
    }

    private boolean ready(Flow flow) {
        return room() && (!presettled || flow.sender.getQueued() < payload.slots() / flows.size())
            && flow.sender.getCredit() > 0
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
        hub.touch(flow.wire);
        sent++;
    }

    private void settleRest() throws IOException {
        long quietSince = System.nanoTime();
        long before = -1;
        while (!presettled && accepted + otherOutcomes < sent || presettled && pending() > 0) {
            hub.pass(10);
            flows.forEach(flow -> hub.touch(flow.wire));
            long now = accepted + otherOutcomes - pending();
            if (now != before) {
                before = now;
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > PATIENCE_NS) {
                return;
            }
        }
        hub.pass(0);
    }

    private long pending() {
        return flows.stream().mapToLong(flow -> flow.sender.getSession().getOutgoingBytes()).sum();
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
