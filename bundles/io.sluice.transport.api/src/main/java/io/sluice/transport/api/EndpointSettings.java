// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The configured attributes of one {@code listener} or {@code connector} entity, by their names in the management
 * schema, with defaults filled in. Immutable; any thread.
 */
public final class EndpointSettings {

    /** What kind of entity the settings belong to. */
    public enum Kind {
        /** Accepts connections. */
        LISTENER,
        /** Dials connections. */
        CONNECTOR
    }

    private final Kind kind;
    private final String name;
    private final Map<String, Object> attributes;

    /**
     * Makes settings from attribute values.
     *
     * @param kind listener or connector
     * @param name the entity's name
     * @param attributes values: String, Boolean, Long or Integer, Map; absent attributes are left out
     */
    public EndpointSettings(Kind kind, String name, Map<String, Object> attributes) {
        this.kind = Objects.requireNonNull(kind);
        this.name = Objects.requireNonNull(name);
        this.attributes = Map.copyOf(new LinkedHashMap<>(attributes));
    }

    /** Returns whether a listener or a connector is described. */
    public Kind kind() {
        return kind;
    }

    /** Returns the entity's name. */
    public String name() {
        return name;
    }

    /** Returns the connection role: {@code normal}, {@code inter-router}, {@code route-container} or {@code edge}. */
    public String role() {
        return text("role", "normal");
    }

    /** Returns a text attribute, or the fallback if it is absent or empty. */
    public String text(String attribute, String fallback) {
        Object value = attributes.get(attribute);
        return value == null || value.toString().isEmpty() ? fallback : value.toString();
    }

    /** Returns a boolean attribute, or the fallback if it is absent. */
    public boolean flag(String attribute, boolean fallback) {
        Object value = attributes.get(attribute);
        return value == null ? fallback : value instanceof Boolean b ? b : Boolean.parseBoolean(value.toString());
    }

    /** Returns an integer attribute, or the fallback if it is absent. */
    public int number(String attribute, int fallback) {
        Object value = attributes.get(attribute);
        return value == null ? fallback : value instanceof Number n ? n.intValue() : Integer.parseInt(value.toString());
    }

    /** Returns a text attribute split at blanks and commas; an empty list if it is absent. */
    public List<String> words(String attribute) {
        String value = text(attribute, "");
        return value.isBlank() ? List.of() : Arrays.asList(value.trim().split("[\\s,]+"));
    }

    /** Returns a map attribute such as {@code openProperties}; an empty map if it is absent. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String attribute) {
        return attributes.get(attribute) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Returns all attribute values; unmodifiable. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
