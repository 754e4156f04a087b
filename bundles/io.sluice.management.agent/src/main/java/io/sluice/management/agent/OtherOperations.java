// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.management.api.SchemaException;

/** Requests about entities that are not the routing core's: creation, reading, change, deletion. */
final class OtherOperations {

    private final Entities entities;
    private final Targets targets;
    private final Supplier<Configurator> configurator;

    OtherOperations(Entities entities, Supplier<Configurator> configurator) {
        this.entities = entities;
        this.targets = new Targets(entities);
        this.configurator = configurator;
    }

    /** Returns what a request is about. */
    Target target(Request request) throws ManagementException {
        return targets.of(request);
    }

    /** Returns the answer to an operation on an entity. */
    Reply answer(String operation, Target target, Request request) throws ManagementException {
        mustHave(target.type(), operation);
        ManagedEntity entity = target.entity();
        switch (operation) {
            case "READ":
                mustBe(target.type(), request);
                return Reply.other(Reply.OK, "OK", attributes(target.type(), entity));
            case "UPDATE":
                update(target, changes(target, request), request.requester());
                return Reply.other(Reply.OK, "OK", attributes(target.type(), entity));
            case "DELETE":
                configurator().delete(target.type().shortName(), entity.identity());
                entities.awaitGone(target.type(), entity);
                return Reply.other(Reply.NO_CONTENT, "No Content", Map.of());
            default:
                throw new ManagementException(ManagementException.NOT_IMPLEMENTED, "Not Implemented");
        }
    }

    /** Refuses to read an entity by a type that its own one extends; in the words that clients know. */
    private void mustBe(EntityType type, Request request) throws ManagementException {
        EntityType wanted = entities.schema().type(request.text("type"));
        if (wanted != null && wanted != type) {
            throw new ManagementException(ManagementException.NOT_FOUND, "Entity type '" + type.fullName()
                + "' does match requested type '" + wanted.fullName() + "'");
        }
    }

    private static void update(Target target, Map<String, Object> changes, String requester)
            throws ManagementException {
        try {
            target.entity().update(changes, requester);
        } catch (ManagementException e) {
            // These refusals clients know as errors of the router and not of the request.
            throw target.type().shortName().equals("log") && (e.getMessage().contains("is not a valid log level")
                || e.getMessage().startsWith("Failed to open log file"))
                ? new ManagementException(ManagementException.INTERNAL_ERROR,
                    "CError: Configuration: " + e.getMessage())
                : e;
        }
    }

    /** Refuses an operation that a type does not have. */
    static void mustHave(EntityType type, String operation) throws ManagementException {
        if (!Entities.operations(type).contains(operation)) {
            throw new ManagementException(ManagementException.NOT_IMPLEMENTED, "Operation '" + operation
                + "' not implemented for '" + type.fullName() + "' " + PythonText.of(Entities.operations(type)));
        }
    }

    /** Returns the attributes that have a value. */
    static Map<String, Object> attributes(EntityType type, ManagedEntity entity) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (AttributeType attribute : Entities.ownFirst(type).values()) {
            Object value = Entities.value(type, entity, attribute);
            if (value != null) {
                values.put(attribute.name(), value);
            }
        }
        return values;
    }

    /** Creates an entity. */
    Reply create(Request request) throws ManagementException {
        if (request.body() != null && request.map() == null) {
            throw bad("Body of request must be a map");
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (request.map() != null) {
            request.map().forEach((key, value) -> attributes.put(String.valueOf(key), value));
        }
        merge(attributes, "type", request);
        merge(attributes, "name", request);
        if (!(attributes.get("type") instanceof String typeName)) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("type", null);
            shown.putAll(attributes);
            throw bad("No 'type' attribute in " + PythonText.of(shown));
        }
        EntityType type = targets.type(typeName);
        mustHave(type, "CREATE");
        Object name = attributes.remove("name");
        attributes.remove("type");
        check(type, attributes);
        String identity = configurator().create(type.shortName(), name == null ? null : name.toString(), attributes);
        ManagedEntity entity = entities.find(type, identity, null);
        if (entity == null) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR,
                "InternalError: " + identity + " is configured, but not there");
        }
        return Reply.other(Reply.CREATED, "Created", attributes(type, entity));
    }

    private static void merge(Map<String, Object> attributes, String name, Request request)
            throws ManagementException {
        Object given = request.properties().get(name);
        if (given != null && attributes.get(name) != null && !Objects.equals(given, attributes.get(name))) {
            throw bad("Conflicting values for '" + name + "'");
        }
        if (given != null) {
            attributes.put(name, given);
        }
    }

    private static void check(EntityType type, Map<String, Object> attributes) throws ManagementException {
        for (String name : attributes.keySet()) {
            AttributeType attribute = Entities.attribute(type, name);
            if (attribute != null && !attribute.creatable()) {
                throw bad("Cannot set attribute '" + name + "' in CREATE");
            }
        }
    }

    /** Returns the changes a request asks for; what is as it was already counts for none. */
    private static Map<String, Object> changes(Target target, Request request) throws ManagementException {
        if (request.map() == null) {
            throw bad("Body of request must be a map");
        }
        EntityType type = target.type();
        Map<String, Object> changes = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : request.map().entrySet()) {
            String name = String.valueOf(entry.getKey());
            AttributeType attribute = Entities.attribute(type, name);
            if (attribute == null) {
                throw bad(type.unknown(name).getMessage());
            }
            try {
                Object value = attribute.convert(entry.getValue());
                if (attribute.updatable()) {
                    changes.put(attribute.name(), value);
                } else if (!value.equals(Entities.value(type, target.entity(), attribute))) {
                    throw bad("Cannot update attribute '" + name + "' in UPDATE");
                }
            } catch (SchemaException e) {
                throw bad(type.fullName() + ": " + e.getMessage());
            }
        }
        return changes;
    }

    private Configurator configurator() throws ManagementException {
        Configurator current = configurator.get();
        if (current == null) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR,
                "InternalError: configuration is not available");
        }
        return current;
    }

    private static ManagementException bad(String text) {
        return new ManagementException(ManagementException.BAD_REQUEST, text);
    }
}
