// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.sluice.routing.api.Delivery;
import io.sluice.transport.api.ConnectionLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads hand to the links of one loop: deliveries for its consumers, outcomes for its producers, control
 * tasks. The stacks are intrusive, so that a delivery crosses without an allocation, and the loop is woken once per
 * batch.
 *
 * <p>They need no bound of their own: deliveries are bounded by the credit of their producers, and there are at most
 * a few control tasks per link.
 */
final class LoopInbox {

    private static final Logger LOG = LoggerFactory.getLogger("ROUTER_CORE");

    private final ConnectionLoop loop;
    private final Consumer<Delivery> arrived;
    private final Consumer<Delivery> finished;
    private final AtomicReference<Delivery> forward = new AtomicReference<>();
    private final AtomicReference<Delivery> back = new AtomicReference<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean orphanDrain = new AtomicBoolean();
    private final AtomicInteger connections = new AtomicInteger();
    private final Runnable drainTask = this::drain;
    private final OutcomeCodec outcomes = new OutcomeCodec();
    private final RoutedTermini termini = new RoutedTermini();
    private final Sections sections = new Sections();
    private final ByteBudget budget = ByteBudget.ofLoop(this::postRelief);
    private boolean reliefPosted;
    private long nextTag;
    private long passMillis = Long.MIN_VALUE;
    private long passNanos;

    LoopInbox(ConnectionLoop loop) {
        this(loop, OutgoingLink::arrived, delivery -> ((IncomingLink) delivery.origin()).finished(delivery));
    }

    /**
     * Makes an inbox.
     *
     * @param arrived takes what is for a consumer
     * @param finished takes what is for a producer
     */
    LoopInbox(ConnectionLoop loop, Consumer<Delivery> arrived, Consumer<Delivery> finished) {
        this.loop = loop;
        this.arrived = arrived;
        this.finished = finished;
    }

    ConnectionLoop loop() {
        return loop;
    }

    /** Returns the converter of delivery states. Owner loop only. */
    OutcomeCodec outcomes() {
        return outcomes;
    }

    /** Returns the reader and writer of routed attaches. Owner loop only. */
    RoutedTermini termini() {
        return termini;
    }

    /** Returns the section scanner. Owner loop only. */
    Sections sections() {
        return sections;
    }

    /** Returns what incoming links may hold. Owner loop only. */
    ByteBudget budget() {
        return budget;
    }

    private void postRelief() {
        if (!reliefPosted) {
            reliefPosted = true;
            post(() -> {
                reliefPosted = false;
                budget.relieve();
            });
        }
    }

    /** Counts the connections of this loop; at 0 nobody drains the inbox any more. */
    AtomicInteger connections() {
        return connections;
    }

    /** Returns {@link System#nanoTime}, read once per pass: a clock per message would cost more than its use. */
    long nowNanos() {
        long millis = loop.nowMillis();
        if (millis != passMillis) {
            passMillis = millis;
            passNanos = System.nanoTime();
        }
        return passNanos;
    }

    /** Makes the next delivery tag: an 8-byte little-endian counter. Owner loop only. */
    byte[] newTag() {
        long value = nextTag++;
        byte[] tag = new byte[8];
        for (int i = 0; i < 8; i++) {
            tag[i] = (byte) (value >>> (8 * i));
        }
        return tag;
    }

    /** Hands a delivery, or news of its content, to the consumer's loop. Any thread. */
    void pushForward(Delivery delivery) {
        Delivery head;
        do {
            head = forward.get();
            delivery.nextForward = head;
        } while (!forward.compareAndSet(head, delivery));
        wake();
    }

    /** Hands an outcome to the producer's loop. Any thread. */
    void pushBack(Delivery delivery) {
        Delivery head;
        do {
            head = back.get();
            delivery.nextBack = head;
        } while (!back.compareAndSet(head, delivery));
        wake();
    }

    /** Hands a control task to the loop. Any thread. */
    void post(Runnable task) {
        tasks.add(task);
        wake();
    }

    private void wake() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true) && !loop.execute(drainTask)) {
            scheduled.set(false);
            drainOrphans();
        }
    }

    /**
     * The loop has ended with its last connection: whoever still posts finds only closed links, and may run them
     * itself.
     */
    private void drainOrphans() {
        while (connections.get() == 0 && !empty() && orphanDrain.compareAndSet(false, true)) {
            try {
                drain();
            } finally {
                orphanDrain.set(false);
            }
        }
    }

    private boolean empty() {
        return forward.get() == null && back.get() == null && tasks.isEmpty();
    }

    /** Runs everything that is there. Owner loop only. */
    void drain() {
        scheduled.set(false);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A control task of {} failed", loop.name(), e);
            }
        }
        if (forward.get() != null) {
            drainForward(forward.getAndSet(null));
        }
        if (back.get() != null) {
            drainBack(back.getAndSet(null));
        }
    }

    private void drainForward(Delivery stack) {
        Delivery first = null;
        for (Delivery d = stack; d != null;) {
            Delivery next = d.nextForward;
            d.nextForward = first;
            first = d;
            d = next;
        }
        while (first != null) {
            Delivery d = first;
            first = d.nextForward;
            d.nextForward = null;
            d.dequeueForward();
            arrived.accept(d);
        }
    }

    private void drainBack(Delivery stack) {
        Delivery first = null;
        for (Delivery d = stack; d != null;) {
            Delivery next = d.nextBack;
            d.nextBack = first;
            first = d;
            d = next;
        }
        while (first != null) {
            Delivery d = first;
            first = d.nextBack;
            d.nextBack = null;
            d.dequeueBack();
            finished.accept(d);
        }
    }
}
