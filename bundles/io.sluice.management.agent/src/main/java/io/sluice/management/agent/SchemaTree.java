// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;

/** The entity schema as maps and lists, for clients that derive their forms and help from it. Stateless. */
final class SchemaTree {

    private SchemaTree() {}

    /** Returns the schema. */
    static Map<String, Object> of(EntitySchema schema) {
        Map<String, Object> types = new LinkedHashMap<>();
        schema.types().forEach(type -> types.put(type.sectionName(), of(type)));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("prefix", schema.prefix());
        tree.put("entityTypes", types);
        return tree;
    }

    private static Map<String, Object> of(EntityType type) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (AttributeType attribute : Entities.ownFirst(type).values()) {
            if (!attribute.name().equals("type")) {
                attributes.put(attribute.name(), of(attribute));
            }
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("attributes", attributes);
        if (!Entities.operations(type).isEmpty()) {
            tree.put("operations", Entities.operations(type));
        }
        tree.put("description", type.description());
        tree.put("fullyQualifiedType", type.fullName());
        flag(tree, "deprecated", type.deprecated());
        flag(tree, "singleton", type.singleton());
        return tree;
    }

    private static Map<String, Object> of(AttributeType attribute) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", switch (attribute.kind()) {
            case ENUM -> attribute.words();
            case ENTITY_ID -> "entityId";
            default -> attribute.kind().name().toLowerCase(Locale.ROOT);
        });
        if (attribute.defaultValue() != null) {
            tree.put("default", attribute.defaultValue());
        }
        flag(tree, "required", attribute.required());
        flag(tree, "unique", attribute.unique());
        flag(tree, "deprecated", attribute.deprecated());
        tree.put("description", attribute.description());
        flag(tree, "graph", attribute.graph());
        return tree;
    }

    private static void flag(Map<String, Object> tree, String name, boolean value) {
        if (value) {
            tree.put(name, true);
        }
    }
}
