// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** JSON as it is printed. */
class JsonTest {

    @Test
    void shouldIndentAndKeepTheOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", 1L);
        map.put("a", Arrays.asList(true, null, 0.5));
        map.put("empty", Map.of());
        assertEquals("""
            {
              "b": 1,
              "a": [
                true,
                null,
                0.5
              ],
              "empty": {}
            }""", Json.write(map, 2));
        assertEquals("{\"b\": 1, \"a\": [true, null, 0.5], \"empty\": {}}", Json.write(map, -1));
    }

    @Test
    void shouldEscapeText() throws Exception {
        String text = "a\"b\\c\nd\te\u0001f\u007f€";
        assertEquals("\"a\\\"b\\\\c\\nd\\te\\u0001f\\u007f€\"", Json.write(text, 2));
        assertEquals(text, Json.read(Json.write(text, 2)));
        assertEquals("[\"NaN\"]", Json.write(List.of(Double.NaN), -1));
    }
}
