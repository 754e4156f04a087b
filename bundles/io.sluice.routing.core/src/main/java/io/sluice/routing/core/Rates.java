// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Rates per second of some counters. They are taken every second as long as somebody looks; nobody pays for them
 * else. Whoever looks first gets the rates since they were last taken.
 */
final class Rates {

    private static final long NOBODY_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<long[]> counters;
    // guarded by this
    private long[] last;
    private long[] rates;
    private long takenNanos;
    private long lookedNanos;
    private boolean looked;

    Rates(Supplier<long[]> counters, long nowNanos) {
        this.counters = counters;
        this.takenNanos = nowNanos;
        this.last = counters.get();
        this.rates = new long[last.length];
    }

    /** Returns the rate of a counter. Any thread. */
    synchronized long rate(int counter, long nowNanos) {
        looked = true;
        lookedNanos = nowNanos;
        if (nowNanos - takenNanos > STALE_NANOS) {
            take(nowNanos);
        }
        return rates[counter];
    }

    /** A second has passed. */
    synchronized void tick(long nowNanos) {
        looked = looked && nowNanos - lookedNanos < NOBODY_LOOKS_NANOS;
        if (looked && nowNanos - takenNanos > SHORTEST_NANOS) {
            take(nowNanos);
        }
    }

    private void take(long nowNanos) {
        long[] now = counters.get();
        long[] made = new long[now.length];
        double seconds = (nowNanos - takenNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < now.length; i++) {
            made[i] = Math.max(0, Math.round((now[i] - last[i]) / seconds));
        }
        rates = made;
        last = now;
        takenNanos = nowNanos;
    }
}
