// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import java.util.List;
import java.util.Locale;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.Marker;

/** The levels of the log, in rising order. Two more than slf4j has; those are told apart by a marker. */
public enum LogLevel {

    /** slf4j trace. */
    TRACE(Level.TRACE),
    /** slf4j debug. */
    DEBUG(Level.DEBUG),
    /** slf4j info. */
    INFO(Level.INFO),
    /** slf4j info with the marker {@code NOTICE}. */
    NOTICE(Level.INFO),
    /** slf4j warn. */
    WARNING(Level.WARN),
    /** slf4j error. */
    ERROR(Level.ERROR),
    /** slf4j error with the marker {@code CRITICAL}. */
    CRITICAL(Level.ERROR);

    /** The mask that enables every level. */
    public static final int ALL = (1 << 7) - 1;

    private final Level loggerLevel;
    private final String text;

    LogLevel(Level loggerLevel) {
        this.loggerLevel = loggerLevel;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    /** Returns the level's bit in a mask of enabled levels. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Returns the mask of this level and all above. */
    public int andAbove() {
        return ALL & -bit();
    }

    /** Returns the word in log lines and in configuration. */
    public String text() {
        return text;
    }

    /** Returns the level of an event. */
    static LogLevel of(ILoggingEvent event) {
        int level = event.getLevel().levelInt;
        if (level >= Level.ERROR_INT) {
            return marked(event, CRITICAL) ? CRITICAL : ERROR;
        }
        if (level >= Level.WARN_INT) {
            return WARNING;
        }
        if (level >= Level.INFO_INT) {
            return marked(event, NOTICE) ? NOTICE : INFO;
        }
        return level >= Level.DEBUG_INT ? DEBUG : TRACE;
    }

    /** Returns what a logger has to let through so that the levels of a mask get to the appender. */
    static Level loggerLevel(int mask) {
        return mask == 0 ? Level.OFF : values()[Integer.numberOfTrailingZeros(mask)].loggerLevel;
    }

    private static boolean marked(ILoggingEvent event, LogLevel level) {
        List<Marker> markers = event.getMarkerList();
        if (markers != null) {
            for (Marker marker : markers) {
                if (marker.getName().equals(level.name())) {
                    return true;
                }
            }
        }
        return false;
    }
}
