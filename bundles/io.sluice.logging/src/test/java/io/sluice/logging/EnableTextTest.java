// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.launcher.log.LogLevel;

class EnableTextTest {

    private static String levels(int mask) {
        List<String> names = new ArrayList<>();
        for (LogLevel level : LogLevel.values()) {
            if ((mask & level.bit()) != 0) {
                names.add(level.text());
            }
        }
        return String.join(" ", names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "info+|info notice warning error critical",
        "trace+|trace debug info notice warning error critical",
        "debug|debug",
        "DEBUG, Warn+|debug warning error critical",
        "crit|critical",
        "t e;i:noti|trace info notice error",
        "notice+,trace|trace notice warning error critical",
        "none|''",
        "none,error|error"})
    void shouldReadLevels(String text, String expected) {
        assertEquals(expected, levels(EnableText.parse(text).mask(0)));
    }

    @Test
    void shouldTakeTheLevelsOfTheDefaultModule() {
        assertEquals("debug error", levels(EnableText.parse("default,debug").mask(LogLevel.ERROR.bit())));
        assertEquals("error", levels(EnableText.parse("def").mask(LogLevel.ERROR.bit())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verbose", "de", "no", "info++", "+", "infos"})
    void shouldRefuseWhatIsNoLevelOrMoreThanOne(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> EnableText.parse(text));
        assertEquals("'" + text + "' is not a valid log level. Should be one of "
                + "{none, trace, debug, info, notice, warning, error, critical}.", refused.getMessage());
    }

    @Test
    void shouldRefuseAnEmptyText() {
        assertThrows(IllegalArgumentException.class, () -> EnableText.parse(" , "));
    }
}
