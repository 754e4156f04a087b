// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

/**
 * The bytes that the incoming links of one loop may hold in deliveries without outcome. One link alone may hold a lot;
 * once all of a loop's links together hold their share of the heap, each is held to a little. Owner loop only.
 */
final class ByteBudget {

    /** What a link may hold while there is plenty. */
    static final int LINK_BYTES = 4 * 1024 * 1024;

    /** What a link may hold while the budget is used up. */
    static final int CROWDED_LINK_BYTES = 256 * 1024;

    private static final int HEAP_SHARE = 4;
    private static final int SESSION_SHARE = 32;
    private static final int LEAST_SESSION_BYTES = 1024 * 1024;
    private static final int MOST_SESSION_BYTES = 16 * 1024 * 1024;
    private static final int MOST_LOOPS = 4;

    private final long total;
    private long held;

    ByteBudget(long total) {
        this.total = total;
    }

    /** Makes the budget of one of the loops that share this process's heap. */
    static ByteBudget ofLoop() {
        Runtime runtime = Runtime.getRuntime();
        return new ByteBudget(runtime.maxMemory() / HEAP_SHARE / Math.min(MOST_LOOPS, runtime.availableProcessors()));
    }

    /** Returns what a session's window is open for where {@code maxSessionFrames} does not say. Any thread. */
    static int sessionBytes() {
        return sessionBytes(Runtime.getRuntime().maxMemory());
    }

    static int sessionBytes(long heapBytes) {
        return (int) Math.max(LEAST_SESSION_BYTES, Math.min(MOST_SESSION_BYTES, heapBytes / SESSION_SHARE));
    }

    /** Counts bytes that a link took, or, if negative, let go. */
    void count(long bytes) {
        held += bytes;
    }

    /** Tells whether a link that holds so much may take another delivery. */
    boolean allows(long linkBytes) {
        return linkBytes < (held < total ? LINK_BYTES : CROWDED_LINK_BYTES);
    }
}
