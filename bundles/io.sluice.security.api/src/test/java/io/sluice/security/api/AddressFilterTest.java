// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFilterTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a,b c|a|true", "a,b c|c|true", "a,b c|d|false", "a|ab|false", "a*|ab|true", "a*|a|true", "a*|ba|false",
        "*|anything|true", "${user}|bob|true", "${user}*|bob.x|true", "tmp_${user}|tmp_bob|true",
        "a.${user}.b|a.bob.b|true", "a.${user}.b|a.eve.b|false", "*a|xa|false"})
    void shouldMatchLists(String list, String address, boolean allowed) {
        assertTrue(AddressFilter.list(list, "bob").allows(address) == allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a.*.c|a.b.c|true", "a.*.c|a.b.d|false", "a.*|a|false", "a.#|a|true", "a.#|a.b.c|true", "#.c|a.b.c|true",
        "a/*/c|a.b.c|true", "x, a.#|a.b|true", "${user}.#|bob.q|true", "${user}.#|eve.q|false", "#|x|true"})
    void shouldMatchPatterns(String patterns, String address, boolean allowed) {
        assertTrue(AddressFilter.patterns(patterns, "bob").allows(address) == allowed);
    }

    @Test
    void shouldTakeWildcardsInNamesOfUsersByTheLetter() {
        assertFalse(AddressFilter.list("${user}", "*").allows("secret"));
        assertFalse(AddressFilter.patterns("${user}.a", "#").allows("secret.a"));
        assertTrue(AddressFilter.list("${user}", "*").allows("*"));
    }

    @Test
    void shouldLetNothingPassWithoutARule() {
        assertFalse(AddressFilter.NONE.allows("a"));
        assertFalse(AddressFilter.list("", "u").allows(""));
        assertFalse(AddressFilter.patterns("", "u").allows("a"));
    }
}
