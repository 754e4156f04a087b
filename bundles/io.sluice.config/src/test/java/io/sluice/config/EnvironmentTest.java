// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private final Environment environment = new Environment(Map.of("HOST", "h$1", "A_1", "x"));

    @Test
    void shouldReplaceBothForms() {
        assertEquals("host: h$1\nid: x-h$1/x", environment.expand("host: ${HOST}\nid: $A_1-$HOST/${A_1}"));
    }

    @Test
    void shouldLeaveUnknownOnesAndComments() {
        String text = "sources: ${user}/*\n$default: {\n# ${HOST}\n$ ${} $HOSTS ${HOST";
        assertEquals(text, environment.expand(text));
    }

    @Test
    void shouldReplaceInCommentsThatDoNotBeginTheLine() {
        assertEquals(" # x\n", environment.expand(" # $A_1\n"));
    }
}
