// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTreeTest {

    private final PatternTree<String> tree = new PatternTree<>();

    private void patterns(String... patterns) {
        for (String pattern : patterns) {
            assertNull(tree.putIfAbsent(AddressPattern.pattern(pattern).tokens(), pattern));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "p, p, true",
        "p, p/x, true",
        "p, p.x.y, true",
        "p, px, false",
        "p, x/p, false",
        "p/q, p.q, true",
        "p/q, p, false",
        "/p/, p/x, true"
    })
    void shouldMatchAPrefixAtTokenBorders(String prefix, String address, boolean expected) {
        tree.putIfAbsent(AddressPattern.prefix(prefix).tokens(), prefix);
        assertEquals(expected, tree.match(address) != null);
    }

    @ParameterizedTest
    @CsvSource({
        "*, a, true",
        "*, a.b, false",
        "a/*, a/b, true",
        "a/*, a, false",
        "a/*/c, a//c, false",
        "a/*/c, a.b.c, true",
        "'#', a, true",
        "'#', a.b.c, true",
        "a/#, a, true",
        "'#/b', b, true",
        "'#/b', a.b.b, true",
        "'#/b', a.b.c, false",
        "a/#/c/#/e, a.b.c.d.e, true",
        "a/#/c/#/e, a.b.d.e, false",
        "a*b, a*b, true",
        "a*b, axb, false",
        "a#, a#, true",
        "a#, a, false",
        "*/#, a, true",
        "A, a, false"
    })
    void shouldMatchWildcardsAsWholeTokens(String pattern, String address, boolean expected) {
        patterns(pattern);
        assertEquals(expected, tree.match(address) != null);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.c, a.b.c",
        "a.x.c, a.*.c",
        "a.b.x, a.b.*",
        "a.x.y, a.#",
        "a, a.#",
        "x.b.c, *.b.#",
        "x.b, *.b.#",
        "x.y.c, '#.c'",
        "x.y.z, '#'",
        "a.b, a.b.#",
        "a.b.x.y, a.b.#"
    })
    void shouldPreferLiteralToOneToAnyFromTheLeft(String address, String expected) {
        patterns("#", "#.c", "*.b.#", "a.#", "a.*.c", "a.b.*", "a.b.#", "a.b.c");
        assertEquals(expected, tree.match(address));
    }

    @Test
    void shouldNormaliseRunsOfWildcards() {
        assertEquals(List.of("*", "#"), AddressPattern.pattern("#.*").tokens());
        assertEquals(List.of("#"), AddressPattern.pattern("#.#").tokens());
        assertEquals(List.of("*", "*", "#", "a"), AddressPattern.pattern("#/*/#/*/a").tokens());
        assertEquals(List.of("a", "#"), AddressPattern.prefix("a/#").tokens());
        assertEquals(AddressPattern.prefix("a.b").tokens(), AddressPattern.pattern("a/b/#").tokens());
        assertTrue(AddressPattern.prefix("./").tokens().isEmpty());
        assertTrue(AddressPattern.pattern("").tokens().isEmpty());
    }

    @Test
    void shouldRefuseAnEqualPatternAndForgetARemovedOne() {
        patterns("#.*", "a.b");
        assertEquals("#.*", tree.putIfAbsent(AddressPattern.pattern("*.#").tokens(), "new"));
        assertEquals("#.*", tree.match("x"));
        assertEquals("#.*", tree.remove(AddressPattern.pattern("*.#").tokens()));
        assertNull(tree.remove(AddressPattern.pattern("*.#").tokens()));
        assertNull(tree.match("x"));
        assertEquals("a.b", tree.match("a/b"));
        assertNull(tree.remove(AddressPattern.pattern("a").tokens()));
    }

    @Test
    void shouldAgreeWithAnExhaustiveSearch() {
        long seed = System.nanoTime();
        System.out.println("pattern tree seed " + seed);
        Random random = new Random(seed);
        String[] tokens = {"a", "b", "*", "#"};
        for (int round = 0; round < 300; round++) {
            PatternTree<String> random1 = new PatternTree<>();
            Map<String, List<String>> all = new HashMap<>();
            for (int i = 0; i < 12; i++) {
                AddressPattern pattern = AddressPattern.pattern(randomText(random, tokens, 4));
                if (random1.putIfAbsent(pattern.tokens(), pattern.text()) == null) {
                    all.put(pattern.text(), pattern.tokens());
                }
            }
            for (int i = 0; i < 30; i++) {
                String address = randomText(random, new String[] {"a", "b", "c"}, 5);
                String found = random1.match(address);
                List<String> parts = List.of(address.split("\\."));
                boolean any = all.values().stream().anyMatch(pattern -> matches(pattern, parts));
                assertEquals(any, found != null, () -> "seed " + seed + ' ' + address + ' ' + all);
                if (found != null) {
                    assertTrue(matches(all.get(found), parts), () -> "seed " + seed + ' ' + address + ' ' + found);
                }
            }
        }
    }

    private static String randomText(Random random, String[] tokens, int max) {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(max) + 1; i > 0; i--) {
            parts.add(tokens[random.nextInt(tokens.length)]);
        }
        return String.join(".", parts);
    }

    private static boolean matches(List<String> pattern, List<String> parts) {
        if (pattern.isEmpty()) {
            return parts.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            for (int i = 0; i <= parts.size(); i++) {
                if (matches(rest, parts.subList(i, parts.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !parts.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(parts.get(0)))
                && matches(rest, parts.subList(1, parts.size()));
    }

    @Test
    void shouldHoldTenThousandPatternsAndLongAddresses() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 10_000; i++) {
                patterns("a." + i + ".#", "#." + i + ".x.#.y");
            }
            assertEquals("a.77.#", tree.match("a.77.b"));
            assertNull(tree.match("b." + "77.x.".repeat(5_000)));
        });
    }
}
