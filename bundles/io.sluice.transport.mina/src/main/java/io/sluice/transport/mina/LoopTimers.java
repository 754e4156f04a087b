// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.PriorityQueue;

import io.sluice.transport.api.ConnectionLoop;

/** The timers of one loop: a heap by deadline. Owner thread only. */
final class LoopTimers {

    /** Below this many entries a purge of cancelled ones is not worth it. */
    private static final int PURGE_MINIMUM = 64;

    private final PriorityQueue<Entry> heap = new PriorityQueue<>();
    private long sequence;
    private int cancelled;

    ConnectionLoop.Timer schedule(Runnable task, long deadlineMillis) {
        Entry entry = new Entry(this, task, deadlineMillis, sequence++);
        heap.add(entry);
        return entry;
    }

    /** Returns the milliseconds until the next timer, 0 if one is due, or the limit if that is less. */
    long millisToNext(long nowMillis, long limit) {
        Entry next = heap.peek();
        return next == null ? limit : Math.max(0, Math.min(limit, next.deadline - nowMillis));
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    int size() {
        return heap.size();
    }

    void runDue(long nowMillis) {
        // A timer that schedules itself with no delay runs again in the next pass, not in this one.
        long end = sequence;
        while (!heap.isEmpty() && heap.peek().deadline <= nowMillis && heap.peek().number < end) {
            Entry entry = heap.poll();
            Runnable task = entry.task;
            entry.task = null;
            if (task == null) {
                cancelled--;
            } else {
                LoopTasks.run(task);
            }
        }
    }

    private void cancelled() {
        cancelled++;
        // Handshake timers are set and cancelled by every short connection; without this they would pile up.
        if (cancelled > PURGE_MINIMUM && cancelled > heap.size() / 2) {
            heap.removeIf(entry -> entry.task == null);
            cancelled = 0;
        }
    }

    private static final class Entry implements ConnectionLoop.Timer, Comparable<Entry> {
        private final LoopTimers owner;
        private final long deadline;
        private final long number;
        private Runnable task;

        Entry(LoopTimers owner, Runnable task, long deadline, long number) {
            this.owner = owner;
            this.task = task;
            this.deadline = deadline;
            this.number = number;
        }

        @Override
        public void cancel() {
            if (task != null) {
                task = null;
                owner.cancelled();
            }
        }

        @Override
        public int compareTo(Entry other) {
            int byDeadline = Long.compare(deadline, other.deadline);
            return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
        }
    }
}
