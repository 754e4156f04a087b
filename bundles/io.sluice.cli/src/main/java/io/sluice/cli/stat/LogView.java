// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.LogLine;
import io.sluice.cli.text.Column;
import io.sluice.cli.text.Table;

/** The latest lines of the log. */
final class LogView {

    private LogView() {
    }

    static List<Table> tables(Asked asked) throws ClientException {
        Map<String, Object> properties = asked.limit() == 0 ? Map.of() : Map.of("limit", (long) asked.limit());
        List<List<Object>> rows = new ArrayList<>();
        for (LogLine line : LogLine.read(asked.node().call("GET-LOG", properties, null))) {
            rows.add(List.of(line.time(), line.module(), line.level(), line.text()));
        }
        List<Column> columns = List.of(Column.of("time"), Column.of("module"),
            new Column("level", Column.Kind.BRACKETED), Column.of("text"));
        return List.of(new Table("Log", columns, rows, "no lines", true));
    }
}
