// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;

/** Derives the JMX view of the entity schema, each type once. Any thread. */
final class Models implements Function<String, TypeModel> {

    private final Map<String, TypeModel> types = new ConcurrentHashMap<>();

    /** Returns the model of a type by its short or full name, or null if the schema does not have it. */
    @Override
    public TypeModel apply(String name) {
        EntityType type = EntitySchema.standard().type(name);
        return type == null ? null : types.computeIfAbsent(type.shortName(), key -> model(type));
    }

    private static TypeModel model(EntityType type) {
        List<AttributeModel> attributes = new ArrayList<>();
        for (AttributeType attribute : type.attributes().values()) {
            attributes.add(new AttributeModel(attribute.name(), kind(attribute), description(attribute),
                attribute.words(), attribute.updatable(), attribute.hidden()));
        }
        return new TypeModel(type.shortName(), describe(type.description(), type.shortName()), type.singleton(),
            attributes, type.operations().contains("DELETE"));
    }

    private static AttributeKind kind(AttributeType attribute) {
        switch (attribute.kind()) {
            case BOOLEAN:
                return AttributeKind.BOOLEAN;
            case INTEGER:
                return AttributeKind.INTEGER;
            case LIST:
                return AttributeKind.LIST;
            case MAP:
            case PROPERTIES:
                return AttributeKind.MAP;
            default:
                return AttributeKind.STRING;
        }
    }

    private static String description(AttributeType attribute) {
        String text = describe(attribute.description(), attribute.name());
        return attribute.kind() != AttributeType.Kind.ENUM ? text
            : text + " One of " + String.join(", ", attribute.words()) + ".";
    }

    /** JMX refuses empty descriptions. */
    private static String describe(String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
