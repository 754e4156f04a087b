// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as people read them. */
class FormatTest {

    @ParameterizedTest
    @CsvSource({"0, 000:00:00:00", "59, 000:00:00:59", "3661, 000:01:01:01", "8640000, 100:00:00:00",
        "90061, 001:01:01:01"})
    void shouldWriteDurations(long seconds, String text) {
        assertEquals(text, Format.duration(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.00 KiB", "333447168, 318 MiB", "1709178, 1.63 MiB",
        "2888365506, 2.69 GiB", "104856576, 100 MiB"})
    void shouldWriteBytesWithAUnit(long bytes, String text) {
        assertEquals(text, Format.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0.50", "1.824, 1.82", "12.34, 12.3", "7, 7", "123.4, 123", "9999, 9999", "12345, 12.3k",
        "1234567, 1235k", "12345678, 12.3M"})
    void shouldWriteRatesShort(double rate, String text) {
        assertEquals(text, Format.rate(rate));
    }

    @Test
    void shouldWriteCollectionsAndNothing() {
        assertEquals("", Format.plain(null));
        assertEquals("a, b", Format.plain(List.of("a", "b")));
        assertEquals("k=1", Format.plain(Map.of("k", 1)));
    }

    @Test
    void shouldNotPassControlCharactersToATerminal() {
        assertEquals("a?[31mb?c", Format.plain("a\u001b[31mb\nc"));
    }
}
