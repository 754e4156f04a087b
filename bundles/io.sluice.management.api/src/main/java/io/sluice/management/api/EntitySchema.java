// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All entity types with their attributes, defaults and operations: the one description that configuration, JMX, the
 * AMQP agent and the documentation derive from. Immutable; any thread.
 */
public final class EntitySchema {

    /** What short type names leave out. */
    static final String CONFIG_PREFIX = "router.config.";

    private final String prefix;
    private final Map<String, EntityType> types;

    EntitySchema(String prefix, Map<String, EntityType> types) {
        this.prefix = prefix;
        this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** Returns Sluice's schema, read once from the data beside this class. */
    public static EntitySchema standard() {
        return Holder.STANDARD;
    }

    /** Returns what full type names begin with, without the dot. */
    public String prefix() {
        return prefix;
    }

    /** Returns all types; unmodifiable. */
    public Collection<EntityType> types() {
        return types.values();
    }

    /**
     * Returns a type.
     *
     * @param name short name, full name, or the section name of a configuration file; null gives null
     * @return the type, or null if there is none
     */
    public EntityType type(String name) {
        if (name == null) {
            return null;
        }
        String shortName = name.startsWith(prefix + ".") ? name.substring(prefix.length() + 1) : name;
        EntityType type = types.get(shortName);
        return type != null ? type : types.get(CONFIG_PREFIX + shortName);
    }

    /**
     * Returns the type of a section of a configuration file.
     *
     * @throws SchemaException if there is none of that name, or it cannot be configured
     */
    public EntityType section(String name) throws SchemaException {
        EntityType type = type(name);
        if (type == null) {
            throw unknown(name);
        }
        if (!type.section()) {
            throw new SchemaException("Entity type '" + type.shortName() + "' cannot be configured",
                expectedSections(), null);
        }
        return type;
    }

    /** Returns the names that sections of a configuration file may have. */
    public List<String> sectionNames() {
        return types.values().stream().filter(EntityType::section).map(EntityType::sectionName).toList();
    }

    /** Returns what to say about a type that does not exist. */
    public SchemaException unknown(String typeName) {
        return new SchemaException("No such entity type '" + typeName + "'", expectedSections(),
            NearestName.of(typeName, sectionNames()));
    }

    /** Returns the sections that have behaviour in this version, for a message. */
    public String expectedSections() {
        return "one of " + String.join(", ", types.values().stream()
            .filter(type -> type.section() && type.supported()).map(EntityType::sectionName).toList());
    }

    /** Reads the data on first use. */
    private static final class Holder {
        private static final EntitySchema STANDARD = SchemaReader.read("schema.txt");
    }
}
