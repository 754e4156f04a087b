// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One attribute of an entity type, as the schema describes it. Immutable; any thread. */
public final class AttributeType {

    /** What values an attribute has. */
    public enum Kind {
        /** Text. */
        STRING,
        /** Name of a file or folder. */
        PATH,
        /** Whole number. */
        INTEGER,
        /** Yes or no. */
        BOOLEAN,
        /** One of a few words. */
        ENUM,
        /** List of values. */
        LIST,
        /** Values by name. */
        MAP,
        /** Values by name that become properties of an AMQP Open. */
        PROPERTIES,
        /** Identity of another entity. */
        ENTITY_ID
    }

    private final String name;
    private final Kind kind;
    private final List<String> words;
    private final SchemaFlags flags;
    private final Object defaultValue;
    private final Object neutralValue;
    private final String description;

    AttributeType(String name, Kind kind, List<String> words, String defaultText, SchemaFlags flags,
            String description) throws SchemaException {
        this.name = Objects.requireNonNull(name);
        this.kind = Objects.requireNonNull(kind);
        this.words = List.copyOf(words);
        this.flags = flags;
        this.description = description;
        this.defaultValue = defaultText == null ? null : convert(defaultText);
        String neutral = flags.value("neutral");
        this.neutralValue = neutral == null ? null : convert(neutral);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns what values it has. */
    public Kind kind() {
        return kind;
    }

    /** Returns the words of an enum in the order of their index numbers; empty for other kinds. */
    public List<String> words() {
        return words;
    }

    /** Returns the default, already converted; null if there is none. */
    public Object defaultValue() {
        return defaultValue;
    }

    /** Returns true if it must be given on creation. */
    public boolean required() {
        return flags.has("required");
    }

    /** Returns true if a configuration file may set it. */
    public boolean settable() {
        return flags.has("create") || required() || updatable();
    }

    /** Returns true if it can be given on creation at run time. */
    public boolean creatable() {
        return flags.has("create") || required();
    }

    /** Returns true if it can be changed at run time. */
    public boolean updatable() {
        return flags.has("update");
    }

    /** Returns true if it is a counter or gauge that is worth plotting. */
    public boolean graph() {
        return flags.has("graph");
    }

    /** Returns true if its value must not be shown. */
    public boolean hidden() {
        return flags.has("hidden");
    }

    /** Returns true if it should no longer be used. */
    public boolean deprecated() {
        return flags.has("deprecated");
    }

    /** Returns true if no two entities of the type may have the same value. */
    public boolean unique() {
        return flags.has("unique");
    }

    /** Returns true if it is accepted for the sake of old files and has no effect. */
    public boolean unused() {
        return flags.has("unused");
    }

    /** Returns true if it has behaviour in this version; see {@link #supports}. */
    public boolean supported() {
        return !flags.has("later");
    }

    /**
     * Tells whether this version does what a value asks for.
     *
     * @param value a converted value
     */
    public boolean supports(Object value) {
        if (flags.has("later")) {
            return Objects.equals(value, defaultValue) || value != null && value.equals(neutralValue);
        }
        return !(value instanceof String word) || !flags.values("later").contains(word);
    }

    /** Returns deprecated names that are still accepted for it. */
    public Set<String> formerNames() {
        return flags.values("was");
    }

    /** Returns other names that requests at run time may use for it. */
    public Set<String> otherNames() {
        return flags.values("also");
    }

    /** Returns what it means, one sentence. */
    public String description() {
        return description;
    }

    /** Returns true if this enum also takes the word because it begins with an allowed prefix. */
    boolean begins(String word) {
        String prefix = flags.value("begins");
        return prefix != null && word.startsWith(prefix) && word.length() > prefix.length();
    }

    /** Returns what values are right, for a message. */
    public String expected() {
        return ValueConversion.expected(this, flags.value("begins"));
    }

    /**
     * Converts a value from a file or request to the attribute's type: text to number or boolean, an enum's index
     * number to its word.
     *
     * @param raw text, number, boolean, list or map
     * @return a value of the kind: String, Boolean, Integer (Long if it is too large), List or Map
     * @throws SchemaException if it is no value of the kind
     */
    public Object convert(Object raw) throws SchemaException {
        return ValueConversion.convert(this, raw);
    }

    @Override
    public String toString() {
        return name;
    }
}
