// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * Formats the time of log lines. The default format is written by hand: loading the JDK's formatters would be a
 * measurable part of the start-up time.
 */
public final class LogClock {

    /** The default format, local time. */
    public static final LogClock LOCAL = new LogClock(null, false);

    private final Strftime format;
    private final boolean utc;

    private LogClock(Strftime format, boolean utc) {
        this.format = format;
        this.utc = utc;
    }

    /**
     * Makes a clock.
     *
     * @param format a strftime format, or null for the default with microseconds and zone
     * @param utc UTC instead of local time
     */
    public static LogClock of(String format, boolean utc) {
        return new LogClock(format == null || format.isEmpty() ? null : new Strftime(format), utc);
    }

    String text(Instant instant) {
        int offsetSeconds = utc ? 0 : TimeZone.getDefault().getOffset(instant.toEpochMilli()) / 1000;
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(offsetSeconds);
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
        if (format != null) {
            return format.text(time.atOffset(offset));
        }
        StringBuilder text = new StringBuilder(32);
        text.append(time.getYear()).append('-');
        digits(text, time.getMonthValue(), 10).append('-');
        digits(text, time.getDayOfMonth(), 10).append(' ');
        digits(text, time.getHour(), 10).append(':');
        digits(text, time.getMinute(), 10).append(':');
        digits(text, time.getSecond(), 10).append('.');
        digits(text, time.getNano() / 1000, 100_000).append(' ');
        return zone(text, offsetSeconds).toString();
    }

    /** Appends a number with leading zeros; {@code unit} is the weight of its first digit. */
    private static StringBuilder digits(StringBuilder text, int value, int unit) {
        for (int weight = unit; weight > 0; weight /= 10) {
            text.append((char) ('0' + value / weight % 10));
        }
        return text;
    }

    static StringBuilder zone(StringBuilder text, int offsetSeconds) {
        int minutes = Math.abs(offsetSeconds) / 60;
        text.append(offsetSeconds < 0 ? '-' : '+');
        return digits(text, minutes / 60 * 100 + minutes % 60, 1000);
    }
}
