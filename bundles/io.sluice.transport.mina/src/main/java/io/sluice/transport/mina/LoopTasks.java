// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posted tasks and pass-end tasks of one loop. Only {@link #post} and the size are for other threads. */
final class LoopTasks {

    /** More posted tasks than this are refused. */
    static final int MAX_QUEUED = 65_536;
    /** Posted tasks of one pass; the rest waits for the next, so that sockets are not starved. */
    private static final int MAX_PER_PASS = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger("SERVER");

    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean ended;
    private List<Runnable> passEnd = new ArrayList<>();
    private List<Runnable> running = new ArrayList<>();

    /** Queues a task; false if the loop has ended or the queue is full. Any thread. */
    boolean post(Runnable task) {
        if (ended) {
            return false;
        }
        if (queued.incrementAndGet() > MAX_QUEUED) {
            queued.decrementAndGet();
            return false;
        }
        posted.add(task);
        // The loop drains the queue once more after it set the flag: a task that is still here now will never run.
        if (ended && posted.remove(task)) {
            queued.decrementAndGet();
            return false;
        }
        return true;
    }

    boolean hasPosted() {
        return !posted.isEmpty();
    }

    void runPosted() {
        for (int i = 0; i < MAX_PER_PASS; i++) {
            Runnable task = posted.poll();
            if (task == null) {
                return;
            }
            queued.decrementAndGet();
            run(task);
        }
    }

    void atPassEnd(Runnable task) {
        passEnd.add(task);
    }

    boolean hasPassEnd() {
        return !passEnd.isEmpty();
    }

    /** Runs what is registered now; what these tasks register is left for the next call. */
    void runPassEnd() {
        List<Runnable> now = passEnd;
        passEnd = running;
        running = now;
        for (int i = 0; i < now.size(); i++) {
            run(now.get(i));
        }
        now.clear();
    }

    /** Refuses tasks from now on and runs those accepted before. */
    void end() {
        ended = true;
        while (hasPosted()) {
            runPosted();
        }
        for (int round = 0; round < LoopProcessor.MAX_ROUNDS && hasPassEnd(); round++) {
            runPassEnd();
        }
    }

    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Errors, too: a class that does not resolve in one bundle must not end the thread of all connections.
            LOG.error("A task on an I/O loop failed: {}", task.getClass().getName(), e);
        }
    }
}
