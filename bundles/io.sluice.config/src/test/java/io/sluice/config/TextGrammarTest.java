// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TextGrammarTest {

    private static List<RawSection> parse(String text) throws ConfigException {
        return TextGrammar.parse(new ConfigText("f", text, false));
    }

    private static Map<String, RawValue> one(String... lines) throws ConfigException {
        List<RawSection> sections = parse("s {\n" + String.join("\n", lines) + "\n}\n");
        assertEquals(1, sections.size());
        return sections.get(0).attributes();
    }

    private static String fails(String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> parse(text));
        assertEquals(1, e.problems().size());
        return e.getMessage();
    }

    @Test
    void shouldReadSectionsWithLinesAndIgnoreCommentsAndBlankLines() throws ConfigException {
        List<RawSection> sections =
            parse("# head\n\n  router {   # comment\n\tid : A.b  # trailing\n\n}\r\nssl-profile{\n}\n");
        assertEquals("router", sections.get(0).type());
        assertEquals(3, sections.get(0).line());
        assertEquals(new RawValue("A.b", 4), sections.get(0).attributes().get("id"));
        assertEquals("ssl-profile", sections.get(1).type());
        assertEquals(7, sections.get(1).line());
    }

    @Test
    void shouldKeepHashInSpecialKeysOnly() throws ConfigException {
        Map<String, RawValue> values = one("pattern: a.#/b rest", "bindingKey: #", "hostname: x#y", "prefix: a#b");
        assertEquals("a.#/b", values.get("pattern").value());
        assertEquals("#", values.get("bindingKey").value());
        assertEquals("x#y", values.get("hostname").value());
        assertEquals("a", values.get("prefix").value());
    }

    @Test
    void shouldTakeValuesWithBlanksCommasColonsAndBraces() throws ConfigException {
        Map<String, RawValue> values = one("a: PLAIN, EXTERNAL ", "b: amqp://x:1,amqp://y", "c: x{y}", "d: 1", "d: 2");
        assertEquals("PLAIN, EXTERNAL", values.get("a").value());
        assertEquals("amqp://x:1,amqp://y", values.get("b").value());
        assertEquals("x{y}", values.get("c").value());
        assertEquals(new RawValue("2", 6), values.get("d"));
    }

    @Test
    void shouldReadNestedMapsAlsoWithDollarKeys() throws ConfigException {
        Map<String, RawValue> values = one("groups: {", "  $default: {", "    users: *", "  }", "  x: 1", "}", "y: 2");
        assertEquals(Map.of("$default", Map.of("users", "*"), "x", "1"), values.get("groups").value());
        assertEquals("2", values.get("y").value());
    }

    @Test
    void shouldReadRawJsonWithCommentsAndSpareCommas() throws ConfigException {
        Map<String, RawValue> values = one("openProperties: {", "  # note", "  \"a}\": \"b\",", "  \"n\": {",
            "    \"x\": [1, 2,],", "  },", "}", "z: 1");
        assertEquals(Map.of("a}", "b", "n", Map.of("x", List.of(1, 2))), values.get("openProperties").value());
        assertEquals(2, values.get("openProperties").line());
        assertEquals("1", values.get("z").value());
    }

    @Test
    void shouldTreatBackslashAsJsonEscape() throws ConfigException {
        Map<String, RawValue> values = one("a: x\\\"y", "b: C:\\\\dir", "c: t\\u0041");
        assertEquals("x\"y", values.get("a").value());
        assertEquals("C:\\dir", values.get("b").value());
        assertEquals("tA", values.get("c").value());
    }

    @Test
    void shouldRefuseQuotesButNotShowPasswords() {
        assertEquals("f:2: s: host: Invalid value for host: '\"x\"'; expected a value without quotes, and \\\" or \\\\"
            + " for a quote or backslash in it", fails("s {\nhost: \"x\"\n}"));
        assertFalse(fails("s {\nsaslPassword: sec\"ret\n}").contains("sec"));
        assertFalse(fails("s {\nsaslPassword sesame\n}").contains("sesame"));
    }

    @Test
    void shouldNameLineOfSyntaxErrors() {
        assertEquals("f:3: s: Invalid config file syntax (line 3): 'b = 2'; expected 'key: value', 'key: {', '}' or"
            + " '# comment'", fails("s {\na: 1\nb = 2\n}"));
        assertEquals("f:2: s: Invalid config file syntax (line 2): 'defaultVhost:'; expected 'key: value', 'key: {',"
            + " '}' or '# comment'", fails("s {\ndefaultVhost:\n}"));
        assertEquals("f:1: Invalid config file syntax (line 1): 'a: 1'; expected 'name {' or '# comment'",
            fails("a: 1"));
    }

    @Test
    void shouldDetectWrongNesting() {
        assertTrue(fails("s {\na: 1\n").startsWith("f:1: s: Configuration file: invalid entity nesting detected."));
        assertTrue(fails("s {\n}\n}\n").startsWith("f:3: Configuration file: invalid entity nesting detected."));
        assertTrue(fails("s {\nt {\n}\n").startsWith("f:2: s: Configuration file: invalid entity nesting detected."));
        assertTrue(fails("s {\ngroups: {\n\"a\": 1\n").startsWith("f:2: s: Configuration file: invalid entity nest"));
    }

    @Test
    void shouldSayWhereRawJsonIsWrong() {
        assertTrue(fails("s {\nopenProperties: {\n\"a\" 1\n}\n}").startsWith("f:2: s: openProperties: "));
    }
}
