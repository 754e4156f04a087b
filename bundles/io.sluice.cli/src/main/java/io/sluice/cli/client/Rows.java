// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a query.
 *
 * @param names names of the attributes
 * @param values a row for each entity, in the order of the names
 */
public record Rows(List<String> names, List<List<Object>> values) {

    /** One entity; attributes that it does not have are null. */
    public interface Row {

        /** Returns the value of an attribute. */
        Object get(String attribute);

        /** Returns an attribute as text; empty if there is none. */
        default String text(String attribute) {
            Object value = get(attribute);
            return value == null ? "" : value.toString();
        }

        /** Returns an attribute as a number; 0 if there is none. */
        default long number(String attribute) {
            return get(attribute) instanceof Number number ? number.longValue() : 0;
        }

        /** Returns true if an attribute is true. */
        default boolean flag(String attribute) {
            return Boolean.TRUE.equals(get(attribute));
        }
    }

    /** Returns the entities. */
    public List<Row> list() {
        return new AbstractList<>() {
            @Override
            public Row get(int index) {
                List<Object> row = values.get(index);
                return attribute -> {
                    int column = names.indexOf(attribute);
                    return column < 0 || column >= row.size() ? null : row.get(column);
                };
            }

            @Override
            public int size() {
                return values.size();
            }
        };
    }

    /** Returns the entities as maps without what has no value. */
    public List<Map<String, Object>> maps() {
        return values.stream().map(row -> {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < names.size() && i < row.size(); i++) {
                if (row.get(i) != null) {
                    map.put(names.get(i), row.get(i));
                }
            }
            return map;
        }).toList();
    }
}
