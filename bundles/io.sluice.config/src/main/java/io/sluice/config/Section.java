// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.EntityType;

/**
 * A section that is valid by itself: values converted, defaults filled in. Immutable.
 *
 * @param type what it configures
 * @param values by schema name; no nulls
 * @param file where it stands
 * @param line the line it begins on; 0 if it stands nowhere
 * @param lines the lines of the attributes that were written
 */
record Section(EntityType type, Map<String, Object> values, String file, int line, Map<String, Integer> lines) {

    /** Attributes that no two sections of one type may share, as far as {@link #mustBeUnique} says. */
    static final List<String> UNIQUE = List.of("name", "identity", "prefix", "pattern");

    Section {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        lines = Map.copyOf(lines);
    }

    /** Returns whether no other section of this type may have the same value of an attribute. */
    boolean mustBeUnique(String attribute) {
        // Several link routes, for several containers or directions, may have one prefix.
        return UNIQUE.contains(attribute)
            && (type.sectionName().equals("address") || attribute.equals("name") || attribute.equals("identity"));
    }

    String name() {
        return text("name");
    }

    String identity() {
        return text("identity");
    }

    /** Returns an attribute as text, or null. */
    String text(String attribute) {
        Object value = values.get(attribute);
        return value == null ? null : value.toString();
    }

    /** Returns a copy with one more value. */
    Section with(String attribute, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.put(attribute, value);
        return new Section(type, copy, file, line, lines);
    }

    /** Returns a message about an attribute, or about the whole section if it is null. */
    String problem(String attribute, String what) {
        int at = attribute == null ? line : lines.getOrDefault(attribute, line);
        return Problem.line(file, at, type.sectionName(), attribute, what);
    }

    /** Returns {@code file:line}. */
    String place() {
        return line > 0 ? file + ":" + line : file;
    }
}
