// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form: one attribute, opening or closing brace per line. One instance per text. */
final class TextGrammar {

    private static final Pattern SECTION = Pattern.compile("([\\w.-]+)\\s*\\{\\s*(?:#.*)?");
    private static final Pattern CHILD = Pattern.compile("(\\$*[\\w-]+)\\s*:\\s*\\{\\s*(?:#.*)?");
    private static final Pattern JSON_CHILD = Pattern.compile("(openProperties|groups)\\s*:\\s*(\\{.*)");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)\\s*:\\s*([^{#\\s][^#]*)(?:#.*)?");
    private static final Pattern HASH_ATTRIBUTE = Pattern.compile("(pattern|bindingKey|hostname)\\s*:\\s*(\\S+).*");
    private static final Pattern END = Pattern.compile("\\}\\s*(?:#.*)?");
    private static final Set<Character> JSON_STARTS = Set.of('"', '}', ',');

    private final ConfigText source;
    private final String[] lines;
    private final List<RawSection> sections = new ArrayList<>();
    private final Deque<Map<String, Object>> nested = new ArrayDeque<>();
    private RawSection section;
    private int index;

    private TextGrammar(ConfigText source) {
        this.source = source;
        this.lines = source.text().split("\\r?\\n", -1);
    }

    /** Returns the sections of a text in order. */
    static List<RawSection> parse(ConfigText source) throws ConfigException {
        return new TextGrammar(source).parse();
    }

    private List<RawSection> parse() throws ConfigException {
        for (index = 0; index < lines.length; index++) {
            String line = lines[index].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (END.matcher(line).matches()) {
                close();
            } else if (section == null) {
                open(line);
            } else {
                inside(line);
            }
        }
        if (section != null) {
            throw problem(section.line(), "Configuration file: invalid entity nesting detected."
                + " The section is not closed; expected '}'");
        }
        return sections;
    }

    private void open(String line) throws ConfigException {
        Matcher matcher = SECTION.matcher(line);
        if (!matcher.matches()) {
            throw syntax(line, "'name {' or '# comment'");
        }
        section = new RawSection(matcher.group(1), source.file(), index + 1, new LinkedHashMap<>());
    }

    private void close() throws ConfigException {
        if (!nested.isEmpty()) {
            nested.pop();
        } else if (section != null) {
            sections.add(section);
            section = null;
        } else {
            throw problem(index + 1, "Configuration file: invalid entity nesting detected."
                + " Nothing is open here; expected 'name {'");
        }
    }

    private void inside(String line) throws ConfigException {
        Matcher json = JSON_CHILD.matcher(line);
        if (json.matches() && looksLikeJson(json.group(2).substring(1))) {
            int start = index + 1;
            put(json.group(1), rawJson(json.group(1), json.group(2)), start);
            return;
        }
        Matcher child = CHILD.matcher(line);
        if (child.matches()) {
            Map<String, Object> map = new LinkedHashMap<>();
            put(child.group(1), map, index + 1);
            nested.push(map);
            return;
        }
        Matcher attribute = HASH_ATTRIBUTE.matcher(line);
        if (!attribute.matches()) {
            attribute = ATTRIBUTE.matcher(line);
        }
        if (!attribute.matches()) {
            if (SECTION.matcher(line).matches()) {
                throw problem(index + 1, "Configuration file: invalid entity nesting detected. '" + line
                    + "' begins inside a section; expected '}' before it, or 'key: {' for a nested map");
            }
            throw syntax(line, "'key: value', 'key: {', '}' or '# comment'");
        }
        put(attribute.group(1), unescape(attribute.group(1), attribute.group(2).strip()), index + 1);
    }

    private void put(String key, Object value, int line) {
        if (nested.isEmpty()) {
            section.attributes().put(key, new RawValue(value, line));
        } else {
            nested.peek().put(key, value);
        }
    }

    /** The peer builds a JSON text of the values, hence its rules for quotes and backslashes. */
    private String unescape(String key, String value) throws ConfigException {
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
            return value;
        }
        try {
            return JsonText.string(value);
        } catch (ConfigException e) {
            throw new ConfigException(Problem.line(source.file(), index + 1, section.type(), key,
                "Invalid value for " + key + ": " + shown(key, value)
                    + "; expected a value without quotes, and \\\" or \\\\ for a quote or backslash in it"));
        }
    }

    private boolean looksLikeJson(String rest) {
        String text = rest.strip();
        for (int next = index + 1; (text.isEmpty() || text.startsWith("#")) && next < lines.length; next++) {
            text = lines[next].strip();
        }
        return !text.isEmpty() && JSON_STARTS.contains(text.charAt(0));
    }

    /** Takes lines until the brace that opened is closed; leaves the index on the last one. */
    private Object rawJson(String key, String first) throws ConfigException {
        int start = index;
        StringBuilder text = new StringBuilder(first);
        JsonText.Depth depth = new JsonText.Depth();
        int end = depth.scan(first);
        while (end < 0 && ++index < lines.length) {
            String line = lines[index].strip();
            if (!line.startsWith("#")) {
                end = depth.scan(line);
                text.append('\n').append(line);
            }
        }
        if (end < 0) {
            throw problem(start + 1, "Configuration file: invalid entity nesting detected. '" + key
                + "' is not closed; expected '}'");
        }
        try {
            return JsonText.parse(text.toString());
        } catch (ConfigException e) {
            throw new ConfigException(Problem.line(source.file(), start + 1, section.type(), key,
                e.getMessage() + "; expected JSON up to the matching '}'"));
        }
    }

    /** Keeps passwords out of messages and logs. */
    private static String shown(String key, String text) {
        return key.toLowerCase(Locale.ROOT).contains("password") ? "(not shown)" : "'" + text + "'";
    }

    private ConfigException syntax(String line, String expected) {
        return problem(index + 1,
            "Invalid config file syntax (line " + (index + 1) + "): " + shown(line, line) + "; expected " + expected);
    }

    private ConfigException problem(int line, String what) {
        return new ConfigException(
            Problem.line(source.file(), line, section == null ? null : section.type(), null, what));
    }
}
