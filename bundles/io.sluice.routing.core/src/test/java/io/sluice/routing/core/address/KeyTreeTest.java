// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTreeTest {

    private static final String AMQP_KEYS =
        "a a.b a.* * # *.# #.* a.# #.b a.#.b a..b a.*.b .a a. *.* a.b.# #.# #.*.# a/b */b a*.b #a.b .* *.";
    private static final String MQTT_KEYS = "a a/b a/+ + # +/# a/# a//b a/+/b /a a/ +/+ a/b/# a.b a+/b /+ +/ +/b /#";

    private static String match(KeyPattern.Method method, String keys, String subject) {
        KeyTree<String> tree = new KeyTree<>(method.separator());
        for (String key : keys.split(" ")) {
            tree.add(KeyPattern.parse(method, key), key);
        }
        List<String> found = tree.match(method.strip(subject));
        assertEquals(new TreeSet<>(found).size(), found.size(), () -> "one key is found twice: " + found);
        List<String> sorted = new ArrayList<>(List.of(keys.split(" ")));
        sorted.retainAll(found);
        return String.join(" ", sorted);
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = true, value = {
        "a, a * # *.# #.* a.# .a a. #.# #.*.# .* *.",
        "a.b, a.b a.* # *.# #.* a.# #.b a.#.b *.* a.b.# #.# #.*.#",
        "a.b.c, # *.# #.* a.# a.b.# #.# #.*.#",
        "'', # #.#",
        ".., # #.#",
        "a., a * # *.# #.* a.# .a a. #.# #.*.# .* *.",
        ".a, a * # *.# #.* a.# .a a. #.# #.*.# .* *.",
        "a..b, # *.# #.* a.# #.b a.#.b a..b a.*.b #.# #.*.#",
        "a.x.b, # *.# #.* a.# #.b a.#.b a.*.b #.# #.*.#",
        "a.x.y.b, # *.# #.* a.# #.b a.#.b #.# #.*.#",
        "a/b, * # *.# #.* #.# #.*.# a/b .* *.",
        "a*.b, # *.# #.* #.b *.* #.# #.*.# a*.b",
        "*, * # *.# #.* #.# #.*.# .* *.",
        "..b, * # *.# #.* #.b #.# #.*.# .* *."
    })
    void shouldMatchByDots(String subject, String keys) {
        assertEquals(keys, match(KeyPattern.Method.AMQP, AMQP_KEYS, subject));
    }

    @ParameterizedTest
    @CsvSource({
        "a, a + # +/# a/# /a a/ /+ +/ /#",
        "a/b, a/b a/+ # +/# a/# +/+ a/b/# +/b /#",
        "a/b/c, # +/# a/# a/b/# /#",
        "//, # /#",
        "a//b, # +/# a/# a//b a/+/b /#",
        "a/x/y/b, # +/# a/# /#",
        "a.b, + # +/# a.b /+ +/ /#",
        "a+/b, # +/# +/+ a+/b +/b /#",
        "a/#, a/+ # +/# a/# +/+ /#"
    })
    void shouldMatchBySlashes(String subject, String keys) {
        assertEquals(keys, match(KeyPattern.Method.MQTT, MQTT_KEYS, subject));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "a/#/b", "#/a"})
    void shouldRefuseWhatIsNoKeyBySlashes(String key) {
        assertNull(KeyPattern.parse(KeyPattern.Method.MQTT, key));
    }

    @Test
    void shouldRefuseKeysWithoutTokens() {
        assertNull(KeyPattern.parse(KeyPattern.Method.AMQP, ""));
        assertNull(KeyPattern.parse(KeyPattern.Method.AMQP, ".."));
        assertNotNull(KeyPattern.parse(KeyPattern.Method.AMQP, "#.a"));
    }

    @ParameterizedTest
    @CsvSource({"#.*, *.#", "#.#, #", "#.*.#, *.#", "a., a", ".a.#.#, a.#"})
    void shouldMakeEqualKeysOfWhatMatchesTheSame(String key, String same) {
        assertEquals(KeyPattern.parse(KeyPattern.Method.AMQP, same), KeyPattern.parse(KeyPattern.Method.AMQP, key));
    }

    /** The rules, written down as simply as can be. */
    private static boolean matches(List<String> key, List<String> subject) {
        if (key.isEmpty()) {
            return subject.isEmpty();
        }
        List<String> rest = key.subList(1, key.size());
        if (key.get(0).equals("#")) {
            return matches(rest, subject) || !subject.isEmpty() && matches(key, subject.subList(1, subject.size()));
        }
        return !subject.isEmpty() && (key.get(0).equals("*") || key.get(0).equals(subject.get(0)))
            && matches(rest, subject.subList(1, subject.size()));
    }

    private static List<String> tokens(String text) {
        String stripped = KeyPattern.Method.AMQP.strip(text);
        return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\.", -1));
    }

    private static String text(Random random, String[] words) {
        List<String> tokens = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            tokens.add(words[random.nextInt(words.length)]);
        }
        return String.join(".", tokens);
    }

    @Test
    void shouldAgreeWithANaiveMatcherWhileKeysComeAndGo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KeyTree<String> tree = new KeyTree<>('.');
        List<String> present = new ArrayList<>();
        for (int round = 0; round < 5000; round++) {
            if (present.size() > 30 || !present.isEmpty() && random.nextInt(3) == 0) {
                String gone = present.remove(random.nextInt(present.size()));
                tree.remove(KeyPattern.parse(KeyPattern.Method.AMQP, gone), gone);
            } else {
                // A string of its own: values are told apart by identity, as bindings are.
                String key = new String(text(random, new String[] {"a", "b", "*", "#", "#", ""}));
                KeyPattern pattern = KeyPattern.parse(KeyPattern.Method.AMQP, key);
                if (pattern != null) {
                    tree.add(pattern, key);
                    present.add(key);
                }
            }
            String subject = text(random, new String[] {"a", "b", "c", ""});
            List<String> expected = new ArrayList<>(present.stream()
                .filter(key -> matches(tokens(key), tokens(subject))).sorted().toList());
            List<String> found = tree.match(KeyPattern.Method.AMQP.strip(subject)).stream().sorted().toList();
            assertEquals(expected, found, () -> "seed " + seed + ", subject " + subject);
        }
    }

    @Test
    void shouldNotTakeLongForKeysOfManyWildcards() {
        KeyTree<String> tree = new KeyTree<>('.');
        tree.add(KeyPattern.parse(KeyPattern.Method.AMQP, "#.a.".repeat(20) + "b"), "hard");
        assertTimeout(Duration.ofSeconds(5), () -> assertEquals(List.of(), tree.match("a.".repeat(200) + "a")));
    }
}
