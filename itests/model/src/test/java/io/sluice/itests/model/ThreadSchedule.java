// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.sluice.routing.core.ModelCore;

/** Each loop has its thread and the core its own. */
final class ThreadSchedule implements Schedule {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** A new core lets senders wait a while. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final List<ModelLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;
    private volatile long ahead;
    private ModelCore core;
    private long restNotBefore;

    ThreadSchedule(int count, Random random) {
        for (int i = 0; i < count; i++) {
            ModelLoop loop = new ModelLoop("loop-" + i, () -> System.nanoTime() / 1_000_000 + ahead);
            Random own = new Random(random.nextLong());
            Thread thread = new Thread(() -> run(loop, own), loop.name());
            thread.setDaemon(true);
            loops.add(loop);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(ModelLoop loop, Random random) {
        while (!ended && loop.failure() == null) {
            loop.pass(random);
            if (loop.isIdle()) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
        }
    }

    @Override
    public List<ModelLoop> loops() {
        return loops;
    }

    @Override
    public void core(ModelCore present) {
        core = present;
        restNotBefore = System.nanoTime() + GRACE_NANOS;
    }

    @Override
    public void nudge() {
        Thread.onSpinWait();
        judge();
    }

    private void judge() {
        for (ModelLoop loop : loops) {
            if (loop.failure() != null) {
                throw new AssertionError("failure on " + loop.name(), loop.failure());
            }
        }
    }

    @Override
    public void settle(BooleanSupplier peers) {
        long deadline = System.nanoTime() + REST_NANOS;
        int quiet = 0;
        while (quiet < 3) {
            judge();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it never comes to rest");
            }
            boolean work = peers.getAsBoolean();
            for (ModelLoop loop : loops) {
                work |= !rests(loop);
            }
            if (!work && core != null) {
                core.runControl();
            }
            quiet = work || System.nanoTime() - restNotBefore < 0 ? 0 : quiet + 1;
        }
    }

    /** Waits for two passes, of which the second began after this call. */
    private boolean rests(ModelLoop loop) {
        long before = loop.passes();
        while (loop.passes() < before + 2 && loop.failure() == null) {
            Thread.onSpinWait();
        }
        return loop.isIdle();
    }

    @Override
    public void advance(long millis) {
        ahead += millis;
    }

    @Override
    public void stop() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join(5000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
