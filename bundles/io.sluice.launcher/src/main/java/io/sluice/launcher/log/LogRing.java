// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The latest lines of the log. Any thread; none waits for another. */
final class LogRing {

    /** How many lines are kept. */
    static final int CAPACITY = 1000;

    private final AtomicReferenceArray<LogLine> lines = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLong added = new AtomicLong();

    void add(LogLine line) {
        lines.set((int) (added.getAndIncrement() % CAPACITY), line);
    }

    /** Returns the newest lines, oldest first. */
    List<LogLine> latest(int limit) {
        long end = added.get();
        List<LogLine> newest = new ArrayList<>();
        for (long i = Math.max(0, end - Math.max(0, Math.min(limit, CAPACITY))); i < end; i++) {
            LogLine line = lines.get((int) (i % CAPACITY));
            // A thread that has taken its place may not have filled it yet.
            if (line != null) {
                newest.add(line);
            }
        }
        return newest;
    }
}
