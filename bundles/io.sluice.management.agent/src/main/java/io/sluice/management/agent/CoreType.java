// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.List;
import java.util.Map;

import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;

/** An entity type of the routing core: its columns in their order, with their AMQP types. Immutable. */
final class CoreType {

    /**
     * One column.
     *
     * @param name as clients know it
     * @param attribute the entity's attribute
     * @param kind its AMQP type, or that of the elements if it is a list
     */
    record Column(String name, String attribute, String kind) {}

    private static final Map<String, CoreType> TYPES = CoreTypeReader.read("core-types.txt");

    private final EntityType type;
    private final List<Column> columns;
    private final List<String> names;

    CoreType(EntityType type, List<Column> columns) {
        this.type = type;
        this.columns = List.copyOf(columns);
        this.names = columns.stream().map(Column::name).toList();
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
        } else if (value instanceof Number number) {
            switch (kind) {
                case "ulong" -> writer.ulong(number.longValue());
                case "uint" -> writer.uint(number.longValue());
                case "int" -> writer.integer(number.intValue());
                case "long" -> writer.longInteger(number.longValue());
                default -> writer.value(value);
            }
        } else {
            writer.value(value);
        }
    }
}
