// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps an error that comes again and again from filling the log: its first lines are written, further ones within a
 * window of time are only counted, and one line tells the count when the window ends. Any thread.
 */
final class Repeats {

    /** Lines of one kind that are written in each window. */
    static final int SHOWN = 10;
    static final long WINDOW_MILLIS = 30_000;

    /** Kinds that are kept in mind; when there are more, all lines of the newer ones are written. */
    private static final int MAX_KINDS = 512;
    /** What a connector says each time that it tries in vain; it is information, as tools expect. */
    private static final String NOT_CONNECTED = "Connection to ";

    /** Takes the line that tells how often another was left out. */
    interface Output {
        void repeated(String module, LogLevel level, String text);
    }

    private record Kind(String module, LogLevel level, String text) {}

    private static final class Count {
        private final long since;
        private long seen;

        Count(long since) {
            this.since = since;
        }
    }

    private final int shown;
    private final long windowMillis;
    private final LongSupplier clockMillis;
    private final Output out;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final Map<Kind, Count> counts = new HashMap<>();
    private ScheduledThreadPoolExecutor timer;

    /**
     * Makes a filter.
     *
     * @param shown lines that are written in each window; 0 or less: all are
     */
    Repeats(int shown, long windowMillis, LongSupplier clockMillis, Output out) {
        this.shown = shown;
        this.windowMillis = windowMillis;
        this.clockMillis = clockMillis;
        this.out = out;
    }

    /** Returns whether a line is to be written; one that is not has been counted. */
    boolean pass(String module, LogLevel level, String text) {
        if (shown <= 0 || level.compareTo(LogLevel.WARNING) < 0 && !text.contains(NOT_CONNECTED)) {
            return true;
        }
        Kind kind = new Kind(module, level, bare(text));
        long now = clockMillis.getAsLong();
        lock.lock();
        try {
            Count count = counts.get(kind);
            if (count == null || now - count.since >= windowMillis && count.seen <= shown) {
                if (counts.size() >= MAX_KINDS) {
                    counts.values().removeIf(old -> old.seen <= shown && now - old.since >= windowMillis);
                }
                if (counts.size() < MAX_KINDS) {
                    count = new Count(now);
                    counts.put(kind, count);
                    count.seen = 1;
                }
                return true;
            }
            count.seen++;
            if (count.seen == shown + 1L) {
                tellAfter(kind, Math.max(1, count.since + windowMillis - now));
            }
            return count.seen <= shown;
        } finally {
            lock.unlock();
        }
    }

    private void tellAfter(Kind kind, long millis) {
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "sluice-log");
                thread.setDaemon(true);
                return thread;
            });
            timer.setKeepAliveTime(1, TimeUnit.SECONDS);
            timer.allowCoreThreadTimeOut(true);
        }
        timer.schedule(() -> tell(kind), millis, TimeUnit.MILLISECONDS);
    }

    private void tell(Kind kind) {
        Count count;
        lock.lock();
        try {
            count = counts.remove(kind);
        } finally {
            lock.unlock();
        }
        if (count != null) {
            out.repeated(kind.module, kind.level, kind.text + " ... repeated " + (count.seen - shown) + " times");
        }
    }

    /** Returns a text without the numbers of connection and link in front, which differ from line to line. */
    static String bare(String text) {
        int at = 0;
        while (text.startsWith("[", at) && text.indexOf(']', at) > 0) {
            at = text.indexOf(']', at) + 1;
        }
        return text.substring(at).strip();
    }
}
