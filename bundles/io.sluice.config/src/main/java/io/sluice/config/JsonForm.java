// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON form: a list of {@code ["type", {attributes}]} pairs. */
final class JsonForm {

    private JsonForm() {
    }

    /** Returns the sections of a text in order. */
    static List<RawSection> parse(ConfigText source) throws ConfigException {
        String text = source.text().replaceAll("(?m)^[ \\t]*#.*$", "");
        Object root;
        try {
            root = JsonText.parse(text);
        } catch (ConfigException e) {
            throw new ConfigException(Problem.line(source.file(), 0, null, null,
                "Invalid JSON: " + e.getMessage() + "; expected a list of [\"type\", {attributes}] pairs"));
        }
        if (!(root instanceof List<?> pairs)) {
            throw shape(source, 1);
        }
        JsonPositions positions = JsonPositions.of(text);
        List<RawSection> sections = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            int line = positions.pair(i);
            if (!(pairs.get(i) instanceof List<?> pair) || pair.size() != 2
                    || !(pair.get(0) instanceof String type) || !(pair.get(1) instanceof Map<?, ?> map)) {
                throw shape(source, line);
            }
            Map<String, RawValue> attributes = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = entry.getKey().toString();
                attributes.put(name, new RawValue(entry.getValue(), positions.attribute(line, name)));
            }
            sections.add(new RawSection(type, source.file(), line, attributes));
        }
        return sections;
    }

    private static ConfigException shape(ConfigText source, int line) {
        return new ConfigException(Problem.line(source.file(), line, null, null,
            "Invalid config file syntax (line " + line + "); expected a list of [\"type\", {attributes}] pairs"));
    }
}
