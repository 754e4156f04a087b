// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.ArrayList;
import java.util.List;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Rows;
import io.sluice.cli.text.Column;
import io.sluice.cli.text.Table;

/** Connections. */
final class ConnectionViews {

    private static final String EDGE = "edge";

    private ConnectionViews() {
    }

    static List<Table> connections(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>(List.of(
            Field.of("id", "identity"),
            Field.of("host", "host"),
            Field.of("container", "container"),
            Field.of("role", "role"),
            Field.of("proto", "protocol"),
            Field.of("dir", "dir"),
            Field.of("security", ConnectionViews::security),
            Field.of("authentication", ConnectionViews::authentication),
            Field.of("tenant", "tenant"),
            new Field(new Column("last dlv", Column.Kind.DURATION),
                row -> row.get("lastDlvSeconds") == null ? "-" : row.get("lastDlvSeconds")),
            Field.duration("uptime", "uptimeSeconds")));
        if (asked.verbose()) {
            fields.add(Field.of("admin", "adminStatus"));
            fields.add(Field.of("oper", "operStatus"));
            fields.add(Field.of("trace", "enableProtocolTrace"));
            fields.add(Field.of("properties", "properties"));
        }
        return List.of(Field.table("Connections", fields, asked.all("connection"), "none"));
    }

    static List<Table> edges(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>(List.of(
            Field.of("id", "identity"),
            Field.of("host", "host"),
            Field.of("container", "container"),
            Field.of("role", "role"),
            Field.of("dir", "dir"),
            Field.of("security", ConnectionViews::security),
            Field.of("authentication", ConnectionViews::authentication),
            Field.of("tenant", "tenant")));
        if (asked.router().text("mode").equals(EDGE)) {
            fields.add(Field.of("active", "active"));
        }
        // The limit is one of rows that are shown.
        List<Rows.Row> edges = asked.node().query("connection", List.of(), 0).list().stream()
            .filter(row -> row.text("role").equals(EDGE))
            .limit(asked.limit() == 0 ? Long.MAX_VALUE : asked.limit()).toList();
        return List.of(Field.table("Edge Connections", fields, edges, "none"));
    }

    static String security(Rows.Row row) {
        if (!row.flag("isEncrypted")) {
            return "no-security";
        }
        String protocol = row.text("sslProto");
        return protocol.isEmpty() ? row.text("sasl").isEmpty() ? "encrypted" : row.text("sasl")
            : protocol + "(" + row.text("sslCipher") + ")";
    }

    static String authentication(Rows.Row row) {
        if (!row.flag("isAuthenticated")) {
            return row.text("sasl").equals("ANONYMOUS") ? "anonymous-user" : "no-auth";
        }
        String mechanism = row.text("sasl");
        return mechanism.equals("ANONYMOUS") ? "anonymous-user" : row.text("user") + "(" + mechanism + ")";
    }
}
