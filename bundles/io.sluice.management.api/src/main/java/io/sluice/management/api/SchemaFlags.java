// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The words between brackets in the schema: plain ones, and {@code key:value,value} ones. */
final class SchemaFlags {

    private final Set<String> plain = new LinkedHashSet<>();
    private final Map<String, Set<String>> valued = new HashMap<>();

    SchemaFlags(String text) {
        for (String word : text.trim().split("\\s+")) {
            int colon = word.indexOf(':');
            if (colon < 0) {
                plain.add(word);
            } else {
                valued.computeIfAbsent(word.substring(0, colon), key -> new LinkedHashSet<>())
                    .addAll(Set.of(word.substring(colon + 1).split(",")));
            }
        }
    }

    boolean has(String flag) {
        return plain.contains(flag);
    }

    Set<String> values(String key) {
        return valued.getOrDefault(key, Set.of());
    }

    String value(String key) {
        Set<String> values = values(key);
        return values.isEmpty() ? null : values.iterator().next();
    }
}
