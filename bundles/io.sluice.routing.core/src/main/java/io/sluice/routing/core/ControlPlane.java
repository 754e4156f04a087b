// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the tables. Orders run in the sequence in which they came, in batches, and each batch
 * ends with a publication, so that a flurry of changes does not cost one snapshot each.
 *
 * <p>Only requests that a peer can make without limit are bounded ({@link #request}); what ends things is bounded by
 * the things there are and always taken.
 */
public final class ControlPlane {

    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BATCH = 1024;
    private static final long STOP_WAIT_MILLIS = 2000;

    private record Timed(long dueNanos, Runnable order) {}

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
    /** Control thread only. */
    private final Queue<Timed> timers = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));
    private final AtomicInteger requests = new AtomicInteger();
    private final int maxRequests;
    private final Runnable afterBatch;
    private final Runnable tick;
    private final Thread thread;
    private volatile boolean stopped;

    ControlPlane(String threadName, int maxRequests, Runnable afterBatch, Runnable tick) {
        this.maxRequests = maxRequests;
        this.afterBatch = afterBatch;
        this.tick = tick;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes an order that ends or configures something. Without effect after {@link #stop}. Any thread. */
    public void order(Runnable order) {
        if (!stopped) {
            orders.add(order);
        }
    }

    /** Takes a request for something new; false if too many are waiting. Any thread. */
    boolean request(Runnable request) {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return false;
        }
        order(() -> {
            requests.decrementAndGet();
            request.run();
        });
        return true;
    }

    /** Runs an order after a while. Control thread only. */
    public void later(long delayNanos, Runnable order) {
        timers.add(new Timed(System.nanoTime() + delayNanos, order));
    }

    /** Ends the thread after the order it is at; what is waiting is dropped. */
    void stop() {
        stopped = true;
        orders.clear();
        orders.add(() -> { });
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(STOP_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        later(TICK_NANOS, this::tick);
        while (!stopped) {
            try {
                Runnable order = orders.poll(timers.element().dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
                runBatch(order);
            } catch (InterruptedException e) {
                log.warn("Control thread interrupted; going on");
            }
        }
    }

    private void tick() {
        later(TICK_NANOS, this::tick);
        guarded(tick);
    }

    private void runBatch(Runnable first) {
        Runnable order = first;
        for (int i = 0; order != null && !stopped; i++) {
            guarded(order);
            order = i + 1 < BATCH ? orders.poll() : null;
        }
        while (!stopped && timers.element().dueNanos() - System.nanoTime() <= 0) {
            guarded(timers.remove().order());
        }
        if (!stopped) {
            guarded(afterBatch);
        }
    }

    /** One order that fails must not take the others with it. */
    private void guarded(Runnable order) {
        try {
            order.run();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.error("Control order failed", e);
        }
    }
}
