// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** A line of {@code key=value} words, the language between the bench and its load processes. */
final class Fields {

    private final Map<String, String> values = new LinkedHashMap<>();

    private Fields() { }

    static Fields parse(String line) {
        Fields fields = new Fields();
        for (String word : line.trim().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                fields.values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return fields;
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + " in " + values);
        }
        return value;
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }
}
