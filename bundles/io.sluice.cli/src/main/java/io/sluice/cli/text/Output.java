// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a command prints, in one of several forms. */
public final class Output {

    private static final int INDENT = 2;

    /** The forms. */
    public enum Form {
        /** For people. */
        TEXT,
        /** Comma separated values. */
        CSV,
        /** A JSON list with an object for each table. */
        JSON
    }

    private final Form form;
    private final StringBuilder text = new StringBuilder();
    private final List<Object> json = new ArrayList<>();

    /** Starts with nothing. */
    public Output(Form form) {
        this.form = form;
    }

    /** Adds tables of a router. */
    public void add(String router, List<Table> tables, Instant now) {
        if (form == Form.JSON) {
            tables.forEach(table -> json.add(object(router, table, now)));
            return;
        }
        text.append(text.length() == 0 ? "" : "\n");
        text.append(now.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC).toString().replace('T', ' ')
            .replace("Z", " UTC")).append('\n').append(Format.clean(router)).append('\n');
        for (Table table : tables) {
            text.append('\n');
            if (form == Form.CSV) {
                text.append(table.title()).append('\n');
                table.writeCsv(text);
            } else {
                table.writeText(text);
            }
        }
    }

    private static Map<String, Object> object(String router, Table table, Instant now) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("router", router);
        object.put("time", now.truncatedTo(ChronoUnit.MICROS).toString());
        object.put("title", table.title());
        List<Object> rows = new ArrayList<>();
        for (List<Object> row : table.rows()) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i) instanceof Table.Shown shown ? shown.value() : row.get(i);
                members.put(table.columns().get(i).name(), value);
            }
            rows.add(members);
        }
        object.put("rows", rows);
        return object;
    }

    /** Returns all of it. */
    @Override
    public String toString() {
        return form == Form.JSON ? Json.write(json, INDENT) + "\n" : text.toString();
    }
}
