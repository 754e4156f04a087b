// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.api.AttributeType;
import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.management.api.SchemaException;

/** Requests about the routing core's types, which have rules and texts of their own. */
final class CoreOperations {

    /** The words of operations; others are for the management node. */
    static final Set<String> NAMES = Set.of("QUERY", "CREATE", "READ", "UPDATE", "DELETE");

    private static final String CONSOLE = "console";
    private static final String ROUTER = "router";
    private static final String CONNECTION = "connection";
    private static final String LINK = "router.link";
    private static final String ADDRESS = "router.address";
    private static final String BINDING = "router.config.binding";
    private static final String SCOPED = "router.connection.linkRoute";
    private static final String CONFIGURED = "router.config.";

    private static final Reply.Body NULL = AmqpWriter::nil;
    private static final Reply.Body EMPTY = writer -> writer.value(Map.of());

    private final Entities entities;
    private final ScopedOperations scoped;
    private final Supplier<Configurator> configurator;

    CoreOperations(Entities entities, ScopedOperations scoped, Supplier<Configurator> configurator) {
        this.entities = entities;
        this.scoped = scoped;
        this.configurator = configurator;
    }

    /** Returns the answer. */
    Reply answer(CoreType core, String operation, Request request) {
        boolean change = operation.equals("CREATE") || operation.equals("UPDATE");
        try {
            if (core.type().shortName().equals(CONSOLE)) {
                return operation.equals("QUERY") ? Reply.forbiddenTable()
                    : Reply.core(ManagementException.FORBIDDEN, "Forbidden", change ? NULL : EMPTY);
            }
            return switch (operation) {
                case "QUERY" -> CoreQuery.answer(core,
                    isScoped(core) ? scoped.entities(core, request) : entities.of(core.type()), request);
                case "READ" -> read(core, request);
                case "CREATE" -> create(core, request);
                case "UPDATE" -> update(core, request);
                default -> delete(core, request);
            };
        } catch (ManagementException e) {
            // An update that is refused is answered with a map, a creation without.
            return Reply.core(e.status(), e.getMessage(), operation.equals("CREATE") ? NULL : EMPTY);
        }
    }

    private static boolean isScoped(CoreType core) {
        return core.type().shortName().equals(SCOPED);
    }

    private ManagedEntity find(CoreType core, Request request, String identity, String name) {
        if (!isScoped(core)) {
            return entities.find(core.type(), identity, name);
        }
        return scoped.entities(core, request).stream()
            .filter(entity -> identity != null ? identity.equals(entity.identity()) : name.equals(entity.name()))
            .findFirst().orElse(null);
    }

    private Reply read(CoreType core, Request request) throws ManagementException {
        String type = core.type().shortName();
        if (type.equals(ROUTER)) {
            throw forbidden();
        }
        if (type.equals(CONNECTION) && request.text("identity") == null) {
            throw bad("Name not supported. Identity required");
        }
        ManagedEntity entity = entity(core, request, type.equals(ADDRESS) ? null : "No name or identity provided");
        return Reply.core(Reply.OK, "OK", writer -> core.writeMap(writer, entity));
    }

    /** Returns the entity that a request names; by its identity if it has one. */
    private ManagedEntity entity(CoreType core, Request request, String otherwise) throws ManagementException {
        String identity = request.text("identity");
        String name = request.text("name");
        if (identity == null && name == null) {
            throw otherwise == null ? notFound() : bad(otherwise);
        }
        ManagedEntity entity = find(core, request, identity, name);
        if (entity == null) {
            throw notFound();
        }
        return entity;
    }

    private Reply create(CoreType core, Request request) throws ManagementException {
        String type = core.type().shortName();
        if (type.equals(ROUTER)) {
            throw forbidden();
        }
        if (!type.startsWith(CONFIGURED) && !isScoped(core)) {
            throw notImplemented();
        }
        if (isScoped(core)) {
            scoped.check(core, request);
        }
        Map<?, ?> body = request.map();
        if (body == null) {
            throw bad("Body of request must be a map");
        }
        String name = request.text("name");
        if (name != null && find(core, request, null, name) != null) {
            throw bad(ExchangeRequests.duplicateName(type));
        }
        ExchangeRequests.check(type, name, body);
        try {
            Map<String, Object> attributes = CoreAttributes.settable(core.type(), body);
            CoreChecks.check(core.type(), attributes);
            ManagedEntity entity = isScoped(core) ? scoped.create(core, request, attributes)
                : entities.find(core.type(), configurator().create(type, name, attributes), null);
            if (entity == null) {
                throw new ManagementException(ManagementException.INTERNAL_ERROR, "Internal Server Error");
            }
            return Reply.core(Reply.CREATED, "Created", writer -> core.writeMap(writer, entity));
        } catch (ManagementException e) {
            throw CoreAttributes.plain(e);
        }
    }

    private Reply update(CoreType core, Request request) throws ManagementException {
        String type = core.type().shortName();
        if (!type.equals(CONNECTION) && !type.equals(LINK)) {
            throw notImplemented();
        }
        String identity = request.text("identity");
        String name = request.text("name");
        if (identity == null && name == null && type.equals(LINK)) {
            throw bad("No name or identity provided");
        }
        Map<?, ?> body = request.map();
        ManagedEntity entity = identity == null && (name == null || type.equals(CONNECTION)) ? null
            : entities.find(core.type(), identity, name);
        if (entity == null && type.equals(LINK)) {
            throw notFound();
        }
        if (entity == null || body == null) {
            throw bad("Bad Request");
        }
        entity.update(changes(core.type(), body), request.requester());
        return Reply.core(Reply.OK, "OK", writer -> core.writeMap(writer, entity));
    }

    private static Map<String, Object> changes(EntityType type, Map<?, ?> body) throws ManagementException {
        Map<String, Object> changes = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : body.entrySet()) {
            AttributeType attribute = type.attribute(String.valueOf(entry.getKey()));
            if (attribute != null && attribute.updatable()) {
                try {
                    changes.put(attribute.name(), attribute.convert(entry.getValue()));
                } catch (SchemaException e) {
                    throw bad("Bad Request");
                }
            }
        }
        if (changes.isEmpty()) {
            throw bad("Bad Request");
        }
        return changes;
    }

    private Reply delete(CoreType core, Request request) throws ManagementException {
        String type = core.type().shortName();
        if (type.equals(ROUTER) || type.equals(CONNECTION)) {
            throw forbidden();
        }
        if (!type.startsWith(CONFIGURED) && !isScoped(core)) {
            throw notImplemented();
        }
        ManagedEntity entity = entity(core, request,
            type.equals(BINDING) ? "No binding name or identity provided" : "No name or identity provided");
        if (isScoped(core)) {
            scoped.delete(core, request, entity);
        } else {
            configurator().delete(type, entity.identity());
            entities.awaitGone(core.type(), entity);
        }
        return Reply.core(Reply.NO_CONTENT, "No Content", EMPTY);
    }

    private Configurator configurator() throws ManagementException {
        Configurator current = configurator.get();
        if (current == null) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, "Configuration is not available");
        }
        return current;
    }

    private static ManagementException bad(String text) {
        return new ManagementException(ManagementException.BAD_REQUEST, text);
    }

    private static ManagementException forbidden() {
        return new ManagementException(ManagementException.FORBIDDEN, "Forbidden");
    }

    private static ManagementException notFound() {
        return new ManagementException(ManagementException.NOT_FOUND, "Not Found");
    }

    private static ManagementException notImplemented() {
        return new ManagementException(ManagementException.NOT_IMPLEMENTED, "Not Implemented");
    }
}
