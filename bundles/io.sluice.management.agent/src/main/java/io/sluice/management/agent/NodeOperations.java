// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.sluice.management.api.EntityType;
import io.sluice.management.api.LogHistory;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** Operations on the management node itself. */
final class NodeOperations {

    private static final String STANDALONE = "standalone";
    private static final String EDGE = "edge";

    private final Entities entities;
    private final OtherQuery query;
    private final Supplier<LogHistory> logHistory;

    NodeOperations(Entities entities, Supplier<LogHistory> logHistory) {
        this.entities = entities;
        this.query = new OtherQuery(entities);
        this.logHistory = logHistory;
    }

    /** Returns the answer. */
    Reply answer(String operation, Request request) throws ManagementException {
        EntityType node = entities.schema().type("management");
        OtherOperations.mustHave(node, operation);
        return switch (operation) {
            case "QUERY" -> query.answer(request);
            case "READ" -> ok(OtherOperations.attributes(node, new SelfEntity()));
            case "GET-TYPES" -> ok(byType(request, true, type -> type.bases().stream()
                .map(EntityType::fullName).toList()));
            case "GET-ATTRIBUTES" -> ok(byType(request, false, type ->
                new ArrayList<>(Entities.ownFirst(type).keySet())));
            case "GET-OPERATIONS" -> ok(byType(request, false, Entities::operations));
            case "GET-ANNOTATIONS" -> ok(annotations(request));
            case "GET-MGMT-NODES" -> ok(nodes());
            case "GET-SCHEMA" -> ok(SchemaTree.of(entities.schema()));
            case "GET-JSON-SCHEMA" ->
                ok(JsonText.write(SchemaTree.of(entities.schema()), (int) request.number("indent", 0)));
            case "GET-LOG" -> ok(log(logLimit(request)));
            default -> throw new ManagementException(ManagementException.NOT_IMPLEMENTED, "Not Implemented");
        };
    }

    private static Reply ok(Object body) {
        return Reply.other(Reply.OK, "OK", body);
    }

    private Map<String, Object> byType(Request request, boolean extending, Function<EntityType, Object> value)
            throws ManagementException {
        EntityType wanted = wanted(request);
        Map<String, Object> all = new LinkedHashMap<>();
        for (EntityType type : entities.schema().types()) {
            if (wanted == null || type == wanted || extending && Entities.isA(type, wanted)) {
                all.put(type.fullName(), value.apply(type));
            }
        }
        return all;
    }

    private EntityType wanted(Request request) throws ManagementException {
        String name = request.text("entityType");
        EntityType type = entities.schema().type(name);
        if (name != null && type == null) {
            throw new ManagementException(ManagementException.BAD_REQUEST, "No such entity type '" + name + "'");
        }
        return type;
    }

    /** No type has annotations. */
    private Map<String, Object> annotations(Request request) throws ManagementException {
        wanted(request);
        return Map.of();
    }

    /** Returns the management addresses of all interior routers that are known, which none is to others. */
    private List<String> nodes() {
        List<String> ids = new ArrayList<>();
        for (ManagedEntity router : entities.of(entities.schema().type("router"))) {
            Object mode = router.attribute("mode");
            if (!STANDALONE.equals(mode) && !EDGE.equals(mode)) {
                ids.add(String.valueOf(router.attribute("id")));
            }
        }
        for (ManagedEntity other : entities.of(entities.schema().type("router.node"))) {
            String id = String.valueOf(other.attribute("id"));
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids.stream().map(id -> "amqp:/_topo/0/" + id + "/$management").toList();
    }

    /** Returns how many lines are wanted; 0 stands for all of them. */
    private static int logLimit(Request request) throws ManagementException {
        Object limit = request.properties().get("limit");
        if (limit instanceof String text && !text.strip().matches("[+-]?\\d{1,18}")) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR,
                "ValueError: invalid literal for int() with base 10: '" + text + "'");
        }
        long number = request.number("limit", 0);
        return number <= 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, number);
    }

    private List<List<Object>> log(int limit) {
        LogHistory history = logHistory.get();
        List<List<Object>> lines = new ArrayList<>();
        if (history != null) {
            for (LogHistory.Entry entry : history.latest(limit)) {
                List<Object> line = new ArrayList<>();
                line.add(entry.module());
                line.add(entry.level());
                line.add(entry.text());
                line.add(entry.file());
                line.add(entry.line());
                line.add(entry.epochSecond());
                lines.add(line);
            }
        }
        return lines;
    }
}
