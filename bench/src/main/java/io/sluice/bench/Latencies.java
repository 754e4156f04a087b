// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

/** Counts latencies in buckets of at most 1/64 error, up to some minutes. Owned by one thread. */
final class Latencies {

    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;
    private static final int MAX_SHIFT = 40;

    private final long[] buckets = new long[(MAX_SHIFT + 2) * SUB];
    private long count;

    void record(long nanos) {
        buckets[index(Math.max(0, nanos))]++;
        count++;
    }

    long count() {
        return count;
    }

    /** Returns the value that a share of all recorded ones does not exceed; 0 if nothing was recorded. */
    long percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(count * share));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return upperEdge(i);
            }
        }
        return 0;
    }

    private static int index(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - SUB_BITS);
        if (shift > MAX_SHIFT) {
            return (MAX_SHIFT + 2) * SUB - 1;
        }
        return shift * SUB + (int) (nanos >>> shift);
    }

    private static long upperEdge(int index) {
        int shift = Math.max(0, index / SUB - 1);
        long sub = index - (long) shift * SUB;
        return (sub + 1 << shift) - 1;
    }
}
