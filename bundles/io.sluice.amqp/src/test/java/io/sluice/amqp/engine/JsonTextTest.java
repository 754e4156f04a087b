// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void shouldReadAllKindsOfValues() {
        Map<String, Object> read = JsonText.object(
                " {\"s\":\"a\\\"\\u0041\\n\", \"i\": -5, \"l\": 9999999999, \"d\": 1.5e1, \"t\": true, \"f\":false,"
                + " \"n\":null, \"a\":[1,[],{}], \"o\":{\"x\":\"y\"} } ");
        assertEquals("a\"A\n", read.get("s"));
        assertEquals(-5, read.get("i"));
        assertEquals(9999999999L, read.get("l"));
        assertEquals(15.0, read.get("d"));
        assertEquals(true, read.get("t"));
        assertEquals(false, read.get("f"));
        assertEquals(null, read.get("n"));
        assertEquals(Arrays.asList(1, List.of(), Map.of()), read.get("a"));
        assertEquals(Map.of("x", "y"), read.get("o"));
        assertEquals(List.of("s", "i", "l", "d", "t", "f", "n", "a", "o"), List.copyOf(read.keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "[]", "{", "{\"a\"", "{\"a\":}", "{\"a\":1,}", "{\"a\":nope}", "{} x", "{\"a\" 1}",
        "{\"\\u00\"}"})
    void shouldRefuseOtherTexts(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonText.object(text));
    }
}
