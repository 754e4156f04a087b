// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The one thread that owns a set of connections: their sockets, TLS engines, protocol engines and links.
 *
 * <p>A loop works in passes: wait for readiness, read every ready socket and hand the bytes to its {@link WireHandler},
 * run the tasks other threads posted, run the pass-end tasks, write. Nothing that runs on a loop may block.
 */
@ProviderType
public interface ConnectionLoop {

    /** Returns a short stable name for logs and management, for instance {@code io-0}. Any thread. */
    String name();

    /** Returns true if the caller runs on this loop's thread. Any thread. */
    boolean inLoop();

    /**
     * Queues a task for this loop and wakes it if it sleeps. Any thread.
     *
     * @param task runs once, on the loop's thread, before the pass-end tasks of its pass; an exception it throws is
     *     logged and affects nothing else
     * @return false if the loop has ended or its bounded queue is full: the task will then never run
     */
    boolean execute(Runnable task);

    /**
     * Registers a task to run once at the end of the current pass, after all ready sockets were read and posted tasks
     * ran. A task registered from a pass-end task runs in the same pass. Owner thread only.
     *
     * @param task typically a flush; registering the same instance twice in one pass runs it twice
     */
    void atPassEnd(Runnable task);

    /**
     * Runs a task once after a delay, with a resolution of some milliseconds. Owner thread only.
     *
     * @param task runs on the loop's thread
     * @param delayMillis milliseconds from now, at least 0
     * @return a handle that cancels the task if it has not run; never null
     */
    Timer schedule(Runnable task, long delayMillis);

    /** Returns the time of the current pass from a monotonic clock, in milliseconds. Owner thread only. */
    long nowMillis();

    /** A scheduled task. */
    @ProviderType
    interface Timer {
        /** Keeps the task from running; without effect when it ran already. Owner thread only. */
        void cancel();
    }
}
