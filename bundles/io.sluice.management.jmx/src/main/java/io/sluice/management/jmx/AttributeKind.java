// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Collection;
import java.util.Map;

import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/**
 * How a schema type looks in JMX. Only open types are used, so that any console can show and plot a value without a
 * class of ours.
 */
enum AttributeKind {

    /** A flag. */
    BOOLEAN(SimpleType.BOOLEAN),
    /** Any whole number; always 64 bits, since most are counters. */
    INTEGER(SimpleType.LONG),
    /** Text, a path or a word of an enumeration. */
    STRING(SimpleType.STRING),
    /** A list, shown as text elements. */
    LIST(stringArray()),
    /** A map, shown as a table of key and value. */
    MAP(mapType());

    private static final String[] MAP_ITEMS = {"key", "value"};

    private final OpenType<?> openType;

    AttributeKind(OpenType<?> openType) {
        this.openType = openType;
    }

    OpenType<?> openType() {
        return openType;
    }

    /** Converts a value of an entity; one that does not fit the kind becomes null instead of failing a whole read. */
    Object toJmx(Object value) {
        if (value == null) {
            return null;
        }
        switch (this) {
            case BOOLEAN:
                return value instanceof Boolean ? value : null;
            case INTEGER:
                return value instanceof Number number ? (Object) number.longValue() : null;
            case LIST:
                return value instanceof Collection<?> list
                    ? list.stream().map(String::valueOf).toArray(String[]::new) : null;
            case MAP:
                return value instanceof Map<?, ?> map ? table(map) : null;
            default:
                return value.toString();
        }
    }

    private static TabularDataSupport table(Map<?, ?> map) {
        TabularType type = mapType();
        TabularDataSupport table = new TabularDataSupport(type);
        map.forEach((key, value) -> {
            try {
                Object[] row = {String.valueOf(key), value == null ? null : value.toString()};
                table.put(new CompositeDataSupport(type.getRowType(), MAP_ITEMS, row));
            } catch (OpenDataException e) {
                throw new IllegalStateException(e);
            }
        });
        return table;
    }

    private static OpenType<?> stringArray() {
        try {
            return new ArrayType<String[]>(1, SimpleType.STRING);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TabularType mapType() {
        try {
            String[] items = {"key", "value"};
            OpenType<?>[] types = {SimpleType.STRING, SimpleType.STRING};
            CompositeType row = new CompositeType("entry", "One entry of a map", items, items, types);
            return new TabularType("map", "A map", row, new String[] {"key"});
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }
}
