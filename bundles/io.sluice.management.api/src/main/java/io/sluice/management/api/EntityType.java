// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One type of the entity schema. Immutable; any thread. */
public final class EntityType {

    private final String shortName;
    private final String fullName;
    private final EntityType base;
    private final String description;
    private final List<String> operations;
    private final SchemaFlags flags;
    private final Map<String, AttributeType> attributes;
    private final Map<String, AttributeType> formerNames = new LinkedHashMap<>();
    private final Map<String, AttributeType> otherNames = new LinkedHashMap<>();

    EntityType(String shortName, String fullName, EntityType base, String description, List<String> operations,
            SchemaFlags flags, Collection<AttributeType> own) {
        this.shortName = shortName;
        this.fullName = fullName;
        this.base = base;
        this.description = description;
        this.operations = List.copyOf(operations);
        this.flags = flags;
        Map<String, AttributeType> all = new LinkedHashMap<>();
        if (base != null) {
            all.putAll(base.attributes);
        }
        own.forEach(attribute -> all.put(attribute.name(), attribute));
        this.attributes = Collections.unmodifiableMap(all);
        for (AttributeType attribute : all.values()) {
            attribute.formerNames().forEach(old -> formerNames.put(old, attribute));
            attribute.otherNames().forEach(other -> otherNames.put(other, attribute));
        }
    }

    /** Returns the name without the schema's prefix, for instance {@code router.config.address}. */
    public String shortName() {
        return shortName;
    }

    /** Returns the name with the schema's prefix. */
    public String fullName() {
        return fullName;
    }

    /** Returns the name that a configuration file uses, for instance {@code address}. */
    public String sectionName() {
        return shortName.startsWith(EntitySchema.CONFIG_PREFIX)
            ? shortName.substring(EntitySchema.CONFIG_PREFIX.length()) : shortName;
    }

    /** Returns the type that this one extends, null for the root. */
    public EntityType base() {
        return base;
    }

    /** Returns all types that this one extends, nearest first. */
    public List<EntityType> bases() {
        List<EntityType> all = new ArrayList<>();
        for (EntityType type = base; type != null; type = type.base) {
            all.add(type);
        }
        return all;
    }

    /** Returns what it is, one sentence. */
    public String description() {
        return description;
    }

    /** Returns the management operations that it has. */
    public List<String> operations() {
        return operations;
    }

    /** Returns true if there are no entities of this very type. */
    public boolean isAbstract() {
        return flags.has("abstract");
    }

    /** Returns true if there is one entity of it and no more. */
    public boolean singleton() {
        return flags.has("singleton");
    }

    /** Returns true if it should no longer be used. */
    public boolean deprecated() {
        return flags.has("deprecated");
    }

    /** Returns true if it may stand in a configuration file. */
    public boolean section() {
        return flags.has("section");
    }

    /** Returns true if it has behaviour in this version. */
    public boolean supported() {
        return !flags.has("later");
    }

    /** Returns all attributes by name, inherited ones first; unmodifiable. */
    public Map<String, AttributeType> attributes() {
        return attributes;
    }

    /** Returns an attribute by its name, or null. */
    public AttributeType attribute(String name) {
        return attributes.get(name);
    }

    /** Returns the attribute that a deprecated name stands for, or null. */
    public AttributeType formerly(String oldName) {
        return formerNames.get(oldName);
    }

    /** Returns the attribute that another name in run-time requests stands for, or null. */
    public AttributeType otherwise(String otherName) {
        return otherNames.get(otherName);
    }

    /** Returns what to say about an attribute that this type does not have. */
    public SchemaException unknown(String attribute) {
        Set<String> settable = new LinkedHashSet<>();
        attributes.values().stream().filter(AttributeType::settable).forEach(known -> settable.add(known.name()));
        settable.addAll(formerNames.keySet());
        return new SchemaException("Unknown attribute '" + attribute + "' for '" + fullName + "'",
            "an attribute of " + sectionName(), NearestName.of(attribute, settable));
    }

    @Override
    public String toString() {
        return shortName;
    }
}
