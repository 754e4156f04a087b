// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

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
final class ControlPlane {

    /** How often the tick comes. */
    static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int BATCH = 1024;
    private static final long STOP_WAIT_MILLIS = 2000;

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
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
    void order(Runnable order) {
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
        long nextTick = System.nanoTime() + TICK_NANOS;
        while (!stopped) {
            try {
                Runnable order = orders.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (order != null) {
                    runBatch(order);
                }
            } catch (InterruptedException e) {
                log.warn("Control thread interrupted; going on");
            }
            if (!stopped && System.nanoTime() - nextTick >= 0) {
                nextTick = System.nanoTime() + TICK_NANOS;
                guarded(tick);
            }
        }
    }

    private void runBatch(Runnable first) {
        Runnable order = first;
        for (int i = 0; order != null && !stopped; i++) {
            guarded(order);
            order = i + 1 < BATCH ? orders.poll() : null;
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
