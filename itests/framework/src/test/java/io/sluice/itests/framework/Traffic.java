// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;

/**
 * One sender and one receiver that go on until they are stopped: numbered, unsettled messages, a bounded number of
 * them in flight. It notes what was received, which outcome each message had, and the longest time without an arrival.
 */
final class Traffic implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long OUTCOME_SECONDS = 30;
    /** Messages in flight at most; below a link's credit, so that all of them may be on their way in the router. */
    private static final int WINDOW = 100;
    /** Keeps the machine's other work, and the numbers in memory, small. */
    private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Peer producer;
    private final Peer consumer;
    private final Sender sender;
    private final Receiver receiver;
    private final Semaphore window = new Semaphore(WINDOW);
    private final BlockingQueue<Tracker> sent = new LinkedBlockingQueue<>();
    private final Queue<Delivery> held = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final BitSet accepted = new BitSet();
    private final BitSet received = new BitSet();
    private final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();
    private final List<String> disorder = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong sentCount = new AtomicLong();
    private final AtomicLong settledCount = new AtomicLong();
    private final AtomicLong receivedCount = new AtomicLong();
    private volatile boolean hold;
    private volatile boolean sending = true;
    private volatile boolean sentAll;
    private volatile boolean receiving = true;
    private volatile long lastArrivalNanos = System.nanoTime();
    private volatile long longestGapNanos;

    private Traffic(Peer producer, Peer consumer, String address) throws Exception {
        this.producer = producer;
        this.consumer = consumer;
        receiver = consumer.receiver(address);
        sender = producer.sender(receiver.address());
        run("send", this::send);
        run("outcomes", this::awaitOutcomes);
        run("receive", this::receive);
    }

    /** Starts a sender and a receiver on a connection each; without an address on one that the router makes up. */
    static Traffic start(Peer producer, Peer consumer, String address) throws Exception {
        Traffic traffic = new Traffic(producer, consumer, address);
        traffic.awaitProgress(200);
        return traffic;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                errors.add(e);
            }
        }, "traffic-" + name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void send() throws Exception {
        for (int number = 0; sending; number++) {
            while (sending && !window.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                // The router has no core, or the receiver holds what it got.
                continue;
            }
            if (sending) {
                sentCount.incrementAndGet();
                sent.add(sender.send(Message.create(number)));
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
        sentAll = true;
    }

    private void awaitOutcomes() throws Exception {
        for (int number = 0; !sentAll || settledCount.get() < sentCount.get(); ) {
            Tracker tracker = sent.poll(50, TimeUnit.MILLISECONDS);
            if (tracker == null) {
                continue;
            }
            tracker.settlementFuture().get(OUTCOME_SECONDS, TimeUnit.SECONDS);
            DeliveryState state = tracker.remoteState();
            outcomes.merge(state == null ? "none" : state.getType().name(), 1, Integer::sum);
            if (state != null && state.getType() == DeliveryState.Type.ACCEPTED) {
                accepted.set(number);
            }
            number++;
            settledCount.incrementAndGet();
            window.release();
        }
    }

    private void receive() throws Exception {
        int last = -1;
        while (receiving) {
            Delivery delivery = receiver.receive(50, TimeUnit.MILLISECONDS);
            if (delivery == null) {
                continue;
            }
            long now = System.nanoTime();
            longestGapNanos = Math.max(longestGapNanos, now - lastArrivalNanos);
            lastArrivalNanos = now;
            Message<Integer> message = delivery.message();
            int number = message.body();
            if (number <= last) {
                disorder.add(number + " after " + last);
            }
            last = number;
            received.set(number);
            receivedCount.incrementAndGet();
            if (hold) {
                held.add(delivery);
            } else {
                delivery.accept();
            }
        }
    }

    /** Returns the address in use. */
    String address() throws Exception {
        return receiver.address();
    }

    /** Waits until so many more messages have made the whole way and their outcomes are back. */
    void awaitProgress(int messages) {
        awaitSettled(settledCount.get() + messages);
    }

    /** Waits until so many messages in all have their outcome. */
    void awaitSettled(long target) {
        await(target + " messages").atMost(LIMIT).until(() -> !errors.isEmpty() || settledCount.get() >= target);
        assertTrue(errors.toString(), errors.isEmpty());
    }

    /** Returns how many messages have their outcome. */
    long settled() {
        return settledCount.get();
    }

    /** From now on the receiver leaves what it gets unsettled. Waits until all that may be in flight is there. */
    void hold() {
        hold = true;
        await("messages held").atMost(LIMIT).until(() -> held.size() >= WINDOW);
    }

    /** Accepts what was held, in order. */
    int acceptHeld() throws Exception {
        hold = false;
        int count = 0;
        for (Delivery next; (next = held.poll()) != null; count++) {
            next.accept();
        }
        return count;
    }

    /** Waits until the sender has sent all that it may and hears nothing, as with a router that has no core. */
    void awaitStall() {
        await("stall").atMost(LIMIT).until(() -> window.availablePermits() == 0);
    }

    /** Forgets gaps so far. */
    Traffic mark() {
        lastArrivalNanos = System.nanoTime();
        longestGapNanos = 0;
        return this;
    }

    /** Returns the longest time without an arrival since {@link #mark}. */
    long gapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longestGapNanos, 0));
    }

    /**
     * Stops sending, waits for all outcomes, and checks that nothing was lost, repeated or put out of order, that all
     * was accepted, and that neither connection was ever lost.
     */
    String finish() throws Exception {
        sending = false;
        await("all outcomes").atMost(Duration.ofSeconds(OUTCOME_SECONDS + 5)).until(() -> !errors.isEmpty()
                || sentAll && settledCount.get() == sentCount.get());
        threads.get(1).join(LIMIT.toMillis());
        receiving = false;
        threads.get(2).join(LIMIT.toMillis());
        String report = "sent " + sentCount + ", received " + receivedCount + ", outcomes " + outcomes;
        assertTrue(report + ", errors " + errors, errors.isEmpty());
        assertEquals(report, Map.of("ACCEPTED", (int) sentCount.get()), outcomes);
        assertEquals(report, sentCount.get(), receivedCount.get());
        assertEquals(report, accepted, received);
        assertTrue(report + ", order " + disorder, disorder.isEmpty());
        assertEquals("lost connections", List.of(), producer.losses());
        assertEquals("lost connections", List.of(), consumer.losses());
        return report;
    }

    @Override
    public void close() {
        sending = false;
        receiving = false;
        producer.close();
        consumer.close();
    }
}
