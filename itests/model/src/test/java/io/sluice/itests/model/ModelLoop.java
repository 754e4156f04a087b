// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

import io.sluice.transport.api.ConnectionLoop;

/**
 * A connection loop without sockets. It makes a pass when it is told to: by the one thread of a deterministic run,
 * which thereby stands for several loops in turn, or by a thread of its own.
 */
final class ModelLoop implements ConnectionLoop {

    private static final class Due implements Timer {
        private final long at;
        private final long number;
        private Runnable task;

        Due(long at, long number, Runnable task) {
            this.at = at;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }
    }

    /** More than this at the end of one pass is a loop that spins. */
    private static final int MOST_TASKS = 10_000;

    private final String name;
    private final LongSupplier clock;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> passEnd = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(
            (a, b) -> a.at == b.at ? Long.compare(a.number, b.number) : Long.compare(a.at, b.at));
    private final List<ModelWire> wires = new ArrayList<>();
    private volatile Thread owner;
    private volatile Throwable failure;
    private volatile long passes;
    private volatile boolean idle;
    private long now;
    private long numbers;

    ModelLoop(String name, LongSupplier clock) {
        this.name = name;
        this.clock = clock;
        this.now = clock.getAsLong();
    }

    void add(ModelWire wire) {
        execute(() -> {
            wires.add(wire);
            wire.open();
        });
    }

    /** What a task or a handler threw, null if nothing did. */
    Throwable failure() {
        return failure;
    }

    /** Returns how many passes were made. Any thread. */
    long passes() {
        return passes;
    }

    /** Returns true if the last pass left nothing to do. Any thread. */
    boolean isIdle() {
        return idle;
    }

    /** Returns false if a pass would find nothing to do. On the thread that makes the passes. */
    boolean hasWork() {
        return !posted.isEmpty() || wires.stream().anyMatch(ModelWire::hasWork)
                || timers.stream().anyMatch(due -> due.task != null && due.at <= clock.getAsLong());
    }

    /** Reads, runs what is posted and due, then the tasks of the pass' end, writes. */
    void pass(Random random) {
        owner = Thread.currentThread();
        now = clock.getAsLong();
        try {
            for (ModelWire wire : new ArrayList<>(wires)) {
                wire.read(random);
            }
            for (int i = posted.size(); i > 0; i--) {
                posted.poll().run();
            }
            while (!timers.isEmpty() && timers.peek().at <= now) {
                Runnable task = timers.poll().task;
                if (task != null) {
                    task.run();
                }
            }
            endPass();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            owner = null;
            idle = !hasWork();
            passes++;
        }
    }

    private void endPass() {
        for (int round = 0; round < 3; round++) {
            int tasks = 0;
            for (Runnable task = passEnd.poll(); task != null; task = passEnd.poll()) {
                task.run();
                if (++tasks > MOST_TASKS) {
                    throw new IllegalStateException("the pass never ends");
                }
            }
            wires.forEach(ModelWire::write);
        }
        wires.removeIf(ModelWire::ended);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public boolean execute(Runnable task) {
        posted.add(task);
        return true;
    }

    @Override
    public void atPassEnd(Runnable task) {
        check();
        passEnd.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        check();
        Due due = new Due(now + delayMillis, numbers++, task);
        timers.add(due);
        return due;
    }

    @Override
    public long nowMillis() {
        check();
        return now;
    }

    private void check() {
        if (!inLoop()) {
            throw new IllegalStateException("not on " + name);
        }
    }
}
