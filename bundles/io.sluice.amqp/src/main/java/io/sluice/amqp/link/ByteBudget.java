// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The bytes that the incoming links of one loop may hold in deliveries without outcome. One link alone may hold a lot;
 * once all of a loop's links together hold their share of the heap, each is held to a little, and at twice that to one
 * delivery. Owner loop only.
 */
final class ByteBudget {

    /** What a link may hold while there is plenty. */
    static final int LINK_BYTES = 4 * 1024 * 1024;

    /** What a link may hold while the budget is used up. */
    static final int CROWDED_LINK_BYTES = 64 * 1024;

    /** What a delivery costs beside its content, in this bundle and in the engine, on both sides. */
    static final int DELIVERY_BYTES = 1024;

    private static final int HEAP_SHARE = 4;
    private static final int SESSION_SHARE = 32;
    private static final int SESSIONS_SHARE = 8;
    private static final int LEAST_SESSION_BYTES = 256 * 1024;
    private static final int MOST_SESSION_BYTES = 16 * 1024 * 1024;
    private static final int MOST_SHARED_BYTES = 256 * 1024 * 1024;
    private static final int MOST_LOOPS = 4;

    private final long total;
    private final Runnable relief;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private long held;

    /**
     * Makes a budget.
     *
     * @param relief is to call {@link #relieve} soon, outside of whatever is going on
     */
    ByteBudget(long total, Runnable relief) {
        this.total = total;
        this.relief = relief;
    }

    /** Makes the budget of one of the loops that share this process's heap. */
    static ByteBudget ofLoop(Runnable relief) {
        Runtime runtime = Runtime.getRuntime();
        return new ByteBudget(
            runtime.maxMemory() / HEAP_SHARE / Math.min(MOST_LOOPS, runtime.availableProcessors()), relief);
    }

    /**
     * Returns what a session's window is open for where {@code maxSessionFrames} does not say. Any thread.
     *
     * @param connections how many share the heap
     */
    static int sessionBytes(int connections) {
        return sessionBytes(Runtime.getRuntime().maxMemory(), connections);
    }

    static int sessionBytes(long heapBytes, int connections) {
        long share = Math.min(heapBytes / SESSION_SHARE, heapBytes / SESSIONS_SHARE / Math.max(1, connections));
        return (int) Math.max(LEAST_SESSION_BYTES, Math.min(MOST_SESSION_BYTES, share));
    }

    /** Returns the same for a session that another router shares among many messages at a time. Any thread. */
    static int sharedSessionBytes(int connections) {
        long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE / Math.max(1, connections);
        return (int) Math.max(LEAST_SESSION_BYTES, Math.min(MOST_SHARED_BYTES, share));
    }

    /** Counts bytes that a link took, or, if negative, let go. */
    void count(long bytes) {
        held += bytes;
        if (bytes < 0 && !waiting.isEmpty() && !exhausted()) {
            relief.run();
        }
    }

    /** Returns the bytes that are held now. */
    long held() {
        return held;
    }

    /** Tells whether a link that holds so much may take another delivery. */
    boolean allows(long linkBytes) {
        if (held < total) {
            return linkBytes < LINK_BYTES;
        }
        return held < 2 * total ? linkBytes < CROWDED_LINK_BYTES : linkBytes == 0;
    }

    /** The same for a link between routers: what it holds is many clients', who are held back one by one. */
    boolean allowsShared(long linkBytes) {
        return held < total || allows(linkBytes);
    }

    /** Returns true while the links together hold their share. */
    boolean exhausted() {
        return held >= total;
    }

    /** Wants to hear once the budget is no longer exhausted. */
    void await(Runnable news) {
        waiting.add(news);
    }

    /** Tells those who wait. */
    void relieve() {
        if (!exhausted()) {
            Runnable[] told = waiting.toArray(new Runnable[0]);
            waiting.clear();
            for (Runnable news : told) {
                news.run();
            }
        }
    }

    void forget(Runnable news) {
        waiting.remove(news);
    }
}
