// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {

    @Test
    void shouldFollowTheExamplesOfRfc4013() {
        assertEquals("IX", prepare("I\u00adX"));
        assertEquals("user", prepare("user"));
        assertEquals("USER", prepare("USER"));
        assertEquals("a", prepare("\u00aa"));
        assertEquals("IX", prepare("\u2168"));
    }

    @Test
    void shouldMapBlanksAndKeepAsciiOnes() {
        assertEquals("a b", prepare("a\u00a0b"));
        assertEquals(" a b ", prepare(" a b "));
        assertEquals("\u05d0\u05d1", prepare("\u05d0\u05d1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\u00ad", "\u0007", "\u06271", "\u0627a\u0627", "a\ue000", "a\u200e", "\ud800x", "\ufffd"})
    void shouldRefuse(String text) {
        assertThrows(IllegalArgumentException.class, () -> prepare(text));
    }

    private static String prepare(String text) {
        return new String(SaslPrep.prepare(text.toCharArray()));
    }
}
