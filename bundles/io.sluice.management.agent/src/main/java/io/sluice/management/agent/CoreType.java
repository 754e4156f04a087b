// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;

/** An entity type of the routing core: its columns in their order, with their AMQP types. Immutable. */
final class CoreType {

    private static final List<String> NUMBER_KINDS = List.of("ulong", "uint", "int", "long");

    private static final String SINCE_START = "presettledDeliveries droppedPresettledDeliveries acceptedDeliveries"
        + " rejectedDeliveries releasedDeliveries modifiedDeliveries deliveriesDelayed1Sec deliveriesDelayed10Sec"
        + " deliveriesStuck deliveriesIngress deliveriesEgress deliveriesTransit deliveriesIngressRouteContainer"
        + " deliveriesEgressRouteContainer deliveriesRedirectedToFallback";

    private static final Map<String, CoreType> TYPES = all();

    /** One column.
     *
     * @param name as clients know it
     * @param attribute the entity's attribute
     * @param kind its AMQP type, or that of the elements if it is a list
     */
    private record Column(String name, String attribute, String kind) {}

    private final EntityType type;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> names;

    private CoreType(String shortName, String... groups) {
        type = EntitySchema.standard().type(shortName);
        for (String group : groups) {
            int colon = group.indexOf(':');
            for (String word : group.substring(colon + 1).trim().split(" ")) {
                String[] alias = word.split("=");
                columns.add(new Column(alias[0], alias[alias.length - 1], group.substring(0, colon)));
            }
        }
        names = columns.stream().map(Column::name).toList();
    }

    private static Map<String, CoreType> all() {
        List<CoreType> all = List.of(
            new CoreType("router", "str: name identity id type mode area version metadata",
                "ulong: addrCount linkCount nodeCount linkRouteCount autoLinkCount connectionCount " + SINCE_START,
                "uint: linksBlocked uptimeSeconds", "ulong: memoryUsage", "int: workerThreads"),
            new CoreType("connection", "str: name identity host role protocol dir container sasl", "bool:"
                + " isAuthenticated",
                "str: user", "bool: isEncrypted", "str: sslProto sslCipher", "map: properties", "long: sslSsf",
                "str: tenant type", "bool: ssl opened active", "str: adminStatus operStatus",
                "uint: uptimeSeconds lastDlvSeconds", "bool: enableProtocolTrace"),
            new CoreType("router.link", "str: name identity type linkName linkType linkDir owningAddr", "uint:"
                + " capacity",
                "str: peer", "ulong: undeliveredCount unsettledCount deliveryCount",
                "str: connectionId adminStatus operStatus",
                "ulong: presettledCount droppedPresettledCount acceptedCount rejectedCount releasedCount"
                    + " modifiedCount"
                    + " deliveriesDelayed1Sec deliveriesDelayed10Sec deliveriesStuck ingressHistogram",
                "uint: priority settleRate creditAvailable zeroCreditSeconds"),
            new CoreType("router.address", "str: name identity type key distribution",
                "uint: inProcess subscriberCount remoteCount containerCount", "str: remoteHostRouters",
                "ulong: deliveriesIngress deliveriesEgress deliveriesTransit deliveriesToContainer"
                    + " deliveriesFromContainer"
                    + " deliveriesEgressRouteContainer deliveriesIngressRouteContainer",
                "long: transitOutstanding trackedDeliveries", "int: priority", "ulong:"
                    + " deliveriesRedirectedToFallback"),
            new CoreType("router.config.address", "str: name identity type prefix distribution", "bool: waypoint",
                "int: ingressPhase egressPhase", "str: pattern", "int: priority", "bool: fallback=enableFallback"),
            new CoreType("router.config.linkRoute", "str: name identity type prefix distribution connection"
                + " containerId"
                + " direction dir=direction operStatus pattern addExternalPrefix delExternalPrefix"),
            new CoreType("router.config.autoLink", "str: name identity type address addr=address direction"
                + " dir=direction",
                "int: phase", "str: connection containerId externalAddress externalAddr=externalAddress linkRef"
                    + " operStatus"
                    + " lastError", "bool: fallback"),
            new CoreType("router.config.exchange", "str: name identity address", "int: phase", "str:"
                + " alternateAddress",
                "int: alternatePhase", "str: matchMethod", "uint: bindingCount",
                "ulong: receivedCount droppedCount forwardedCount divertedCount"),
            new CoreType("router.config.binding", "str: name identity exchangeName bindingKey nextHopAddress",
                "int: nextHopPhase", "ulong: matchedCount"),
            new CoreType("router.connection.linkRoute", "str: name identity type pattern direction containerId"),
            new CoreType("console", "str: name identity type"));
        return all.stream().collect(Collectors.toUnmodifiableMap(core -> core.type().fullName(), core -> core));
    }

    /** Returns the type with a full name, or null if it is none of the core's. */
    static CoreType of(String fullName) {
        return fullName == null ? null : TYPES.get(fullName);
    }

    EntityType type() {
        return type;
    }

    /** Returns the names of all columns. */
    List<String> names() {
        return names;
    }

    /** Returns the number of a column; that of {@code name} for one that does not exist. */
    int column(String name) {
        return Math.max(0, names.indexOf(name));
    }

    /** Writes the value of a column. */
    void write(AmqpWriter writer, ManagedEntity entity, int number) {
        Column column = columns.get(number);
        Object value = switch (column.attribute()) {
            case "name" -> entity.name();
            case "identity" -> entity.identity();
            case "type" -> type.fullName();
            default -> entity.attribute(column.attribute());
        };
        write(writer, value, column.kind());
    }

    /** Writes all columns as a map. */
    void writeMap(AmqpWriter writer, ManagedEntity entity) {
        int begin = writer.beginMap();
        for (int i = 0; i < columns.size(); i++) {
            writer.string(names.get(i));
            write(writer, entity, i);
        }
        writer.end(begin, columns.size() * 2);
    }

    private static void write(AmqpWriter writer, Object value, String kind) {
        if (value instanceof List<?> list) {
            int begin = writer.beginList();
            list.forEach(element -> write(writer, element, kind));
            writer.end(begin, list.size());
        } else if (value instanceof Number number && NUMBER_KINDS.contains(kind)) {
            switch (kind) {
                case "ulong" -> writer.ulong(number.longValue());
                case "uint" -> writer.uint(number.longValue());
                case "int" -> writer.integer(number.intValue());
                default -> writer.longInteger(number.longValue());
            }
        } else {
            writer.value(value);
        }
    }
}
