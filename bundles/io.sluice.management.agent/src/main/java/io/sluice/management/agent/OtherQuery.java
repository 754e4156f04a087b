// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** Queries for types that are not the routing core's, and for all types that extend one. */
final class OtherQuery {

    private record Found(EntityType type, ManagedEntity entity) {}

    private final Entities entities;

    OtherQuery(Entities entities) {
        this.entities = entities;
    }

    /** Returns the rows that a request asks for. */
    Reply answer(Request request) throws ManagementException {
        String typeName = request.text("entityType");
        EntityType wanted = typeName == null ? null : entities.schema().type(typeName);
        if (typeName != null && wanted == null) {
            throw new ManagementException(ManagementException.BAD_REQUEST, "No such entity type '" + typeName + "'");
        }
        List<EntityType> types = new ArrayList<>();
        for (EntityType type : entities.schema().types()) {
            if (!type.isAbstract() && (type == wanted
                    || Targets.general(type) && (wanted == null || Entities.isA(type, wanted)))) {
                types.add(type);
            }
        }
        List<?> names = names(request, wanted, types);
        Rows rows = new Rows();
        for (Found found : CoreQuery.page(found(types, names), request)) {
            rows.add(names.size(), writer -> names.forEach(name -> writer.value(value(found, name))));
        }
        return rows.reply(false, names);
    }

    private static List<?> names(Request request, EntityType wanted, List<EntityType> types)
            throws ManagementException {
        Map<String, AttributeType> known = new LinkedHashMap<>();
        types.forEach(type -> Entities.ownFirst(type).forEach(known::putIfAbsent));
        if (wanted != null) {
            Entities.ownFirst(wanted).forEach(known::putIfAbsent);
        }
        if (request.map() == null || !(request.map().get("attributeNames") instanceof List<?> names)
                || names.isEmpty()) {
            return new ArrayList<>(known.keySet());
        }
        List<?> unknown = names.stream().filter(name -> !(name instanceof String) || !known.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw new ManagementException(ManagementException.NOT_FOUND, "Unknown attributes "
                + PythonText.of(unknown) + (wanted == null ? "." : " for type " + wanted.fullName() + "."));
        }
        return names;
    }

    /** Returns the entities of some types that have at least one of the attributes. */
    private List<Found> found(List<EntityType> types, List<?> names) {
        List<Found> all = new ArrayList<>();
        for (EntityType type : types) {
            List<ManagedEntity> candidates = type.shortName().equals("management")
                ? List.of(new SelfEntity()) : entities.of(type);
            for (ManagedEntity entity : candidates) {
                Found one = new Found(type, entity);
                if (names.stream().anyMatch(name -> value(one, name) != null)) {
                    all.add(one);
                }
            }
        }
        return all;
    }

    private static Object value(Found found, Object name) {
        AttributeType attribute = found.type().attribute(String.valueOf(name));
        return attribute == null ? null : Entities.value(found.type(), found.entity(), attribute);
    }
}
