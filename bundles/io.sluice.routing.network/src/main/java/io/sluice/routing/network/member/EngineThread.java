// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that owns the engine: takes what is in the inbox, and gives the engine its time. */
final class EngineThread {

    /** What is done on the thread. */
    interface Work {

        /** A second has passed. */
        void tick(long now);

        /** Returns when {@link #wake} is due. */
        long wakeAt();

        /** Does what is due. */
        void wake(long now);

        /** Nothing is waiting. */
        void pause();

        /** The last call. */
        void end(long now);
    }

    private static final long TICK_MILLIS = 1_000;
    /** So many events at most between two looks at the clock. */
    private static final int BATCH = 256;
    private static final long STOP_WAIT_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger("ROUTER");

    private final Inbox inbox;
    private final Work work;
    private final Thread thread;
    private volatile boolean stopped;

    EngineThread(Inbox inbox, Work work) {
        this.inbox = inbox;
        this.work = work;
        this.thread = new Thread(this::run, "sluice-network");
        thread.setDaemon(true);
    }

    /** Returns the time by which all of this goes. */
    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    void start() {
        thread.start();
    }

    /** Ends the thread and waits for its end. */
    void stop() {
        stopped = true;
        inbox.post(() -> { });
        try {
            thread.join(STOP_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long nextTick = now() + TICK_MILLIS;
        try {
            while (!stopped) {
                long now = now();
                if (now >= nextTick) {
                    guarded(() -> work.tick(now));
                    // After a pause, of the machine perhaps, seconds are not made up for.
                    nextTick = Math.max(nextTick + TICK_MILLIS, now + TICK_MILLIS / 2);
                }
                if (work.wakeAt() <= now) {
                    guarded(() -> work.wake(now));
                }
                takeAll(Math.min(nextTick, work.wakeAt()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            guarded(() -> work.end(now()));
        }
    }

    private void takeAll(long until) throws InterruptedException {
        Runnable event = inbox.poll(0);
        if (event == null) {
            guarded(work::pause);
            event = inbox.poll(until - now());
        }
        for (int i = 0; event != null && !stopped; i++) {
            guarded(event);
            event = i < BATCH ? inbox.poll(0) : null;
        }
    }

    /** An error in one message must not end the protocol. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("The router protocol has met an unexpected problem", e);
        }
    }
}
