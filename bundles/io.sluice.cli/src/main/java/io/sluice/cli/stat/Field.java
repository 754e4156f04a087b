// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.sluice.cli.client.Rows;
import io.sluice.cli.text.Column;
import io.sluice.cli.text.Table;

/**
 * A column and where its values come from.
 *
 * @param column the column
 * @param value makes the value of an entity
 */
record Field(Column column, Function<Rows.Row, Object> value) {

    /** A column that shows an attribute as it is. */
    static Field of(String column, String attribute) {
        return new Field(Column.of(column), row -> row.get(attribute));
    }

    static Field of(String column, Function<Rows.Row, Object> value) {
        return new Field(Column.of(column), value);
    }

    /** A column with a number of seconds. */
    static Field duration(String column, String attribute) {
        return new Field(new Column(column, Column.Kind.DURATION), row -> row.get(attribute));
    }

    /** A column with a number of bytes. */
    static Field bytes(String column, String attribute) {
        return new Field(new Column(column, Column.Kind.BYTES), row -> row.get(attribute));
    }

    /** Makes a table of entities. */
    static Table table(String title, List<Field> fields, List<Rows.Row> entities, String empty) {
        List<List<Object>> rows = new ArrayList<>(entities.size());
        for (Rows.Row entity : entities) {
            List<Object> row = new ArrayList<>(fields.size());
            for (Field field : fields) {
                row.add(field.value().apply(entity));
            }
            rows.add(row);
        }
        return new Table(title, fields.stream().map(Field::column).toList(), rows, empty);
    }

    /** Makes a table of names and values of one entity. */
    static Table pairs(String title, List<Field> fields, Rows.Row entity) {
        List<List<Object>> rows = new ArrayList<>(fields.size());
        for (Field field : fields) {
            Object value = field.value().apply(entity);
            boolean plain = field.column().kind() == Column.Kind.PLAIN;
            rows.add(List.of(field.column().name(), value == null ? "-" : plain ? value
                    : new Table.Shown(field.column(), value)));
        }
        return Table.of(title, List.of("attr", "value"), rows);
    }
}
