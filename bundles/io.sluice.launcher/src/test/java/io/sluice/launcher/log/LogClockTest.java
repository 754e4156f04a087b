// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogClockTest {

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.000789123Z");

    @Test
    void shouldHaveMicrosecondsAndZoneByDefault() {
        assertEquals("2026-02-03 04:05:06.000789 +0000", LogClock.of(null, true).text(TIME));
    }

    @Test
    void shouldWriteZonesEastAndWest() {
        assertEquals("+0530", LogClock.zone(new StringBuilder(), 19_800).toString());
        assertEquals("-0330", LogClock.zone(new StringBuilder(), -12_600).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "%Y-%m-%d %H:%M:%S|2026-02-03 04:05:06",
        "%d %b %y %I%p|03 Feb 26 04AM",
        "%F %T %z|2026-02-03 04:05:06 +0000",
        "%a %A %j|Tue Tuesday 034",
        "%s|1770091506",
        "[%e]|[ 3]",
        "100%%|100%",
        "%q|%q",
        "o'clock %H|o'clock 04"})
    void shouldFollowStrftime(String format, String expected) {
        assertEquals(expected, LogClock.of(format, true).text(TIME));
    }
}
