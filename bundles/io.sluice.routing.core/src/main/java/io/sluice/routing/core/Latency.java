// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * A histogram of times in microseconds, of 20 KiB, made with the first of them. Recording is one atomic addition to
 * the counter of its bucket: there are few loops, and two rarely hit one bucket at once.
 */
final class Latency {

    private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(60);
    private static final int DIGITS = 2;

    private final AtomicReference<AtomicHistogram> histogram = new AtomicReference<>();

    /** Records a time; what took longer than a minute counts as a minute. Any thread. */
    void record(long nanos) {
        AtomicHistogram now = histogram.get();
        if (now == null) {
            histogram.compareAndSet(null, new AtomicHistogram(LONGEST_MICROS, DIGITS));
            now = histogram.get();
        }
        now.recordValue(Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS)));
    }

    /** Adds what was recorded so far. Any thread. */
    void addTo(Histogram sum) {
        AtomicHistogram now = histogram.get();
        if (now != null) {
            sum.add(now);
        }
    }

    /** Returns an empty histogram to sum up others. */
    static Histogram sum() {
        return new Histogram(LONGEST_MICROS, DIGITS);
    }

    /** Returns the figures that management shows. */
    static Map<String, Object> figures(Histogram times) {
        Map<String, Object> figures = new LinkedHashMap<>();
        boolean any = times.getTotalCount() > 0;
        figures.put("count", times.getTotalCount());
        figures.put("min", any ? times.getMinValue() : 0L);
        figures.put("mean", any ? Math.round(times.getMean()) : 0L);
        figures.put("p50", times.getValueAtPercentile(50));
        figures.put("p90", times.getValueAtPercentile(90));
        figures.put("p99", times.getValueAtPercentile(99));
        figures.put("p999", times.getValueAtPercentile(99.9));
        figures.put("max", times.getMaxValue());
        return figures;
    }
}
