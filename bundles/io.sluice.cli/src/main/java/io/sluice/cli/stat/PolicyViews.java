// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Rows;
import io.sluice.cli.text.Table;

/** Policies. */
final class PolicyViews {

    private static final List<Field> CONFIGURATION = List.of(
        Field.of("Maximum Concurrent Connections", "maxConnections"),
        Field.of("Maximum Message Size", "maxMessageSize"),
        Field.of("Enable Vhost Policy", "enableVhostPolicy"),
        Field.of("Enable Vhost Name Patterns", "enableVhostNamePatterns"),
        Field.of("Policy Directory", "policyDir"),
        Field.of("Default Vhost", "defaultVhost"));

    private static final List<Field> STATUS = List.of(
        Field.of("Connections Processed", "connectionsProcessed"),
        Field.of("Connections Denied", "connectionsDenied"),
        Field.of("Connections Current", "connectionsCurrent"),
        Field.of("Links Denied", "linksDenied"),
        Field.of("Maximum Message Size Denied", "maxMessageSizeDenied"),
        Field.of("Total Denials", "totalDenials"));

    private static final List<String> LIMITS = List.of("maxConnectionsPerUser", "maxConnectionsPerHost",
        "maxMessageSize", "maxFrameSize", "maxSessionWindow", "maxSessions", "maxSenders", "maxReceivers",
        "allowDynamicSource", "allowAnonymousSender", "allowUserIdProxy", "allowWaypointLinks",
        "allowDynamicLinkRoutes", "allowAdminStatusUpdate", "allowFallbackLinks");

    private static final List<String> LISTS = List.of("users", "remoteHosts", "sources", "targets", "sourcePattern",
        "targetPattern");

    private PolicyViews() {
    }

    static List<Table> policy(Asked asked) throws ClientException {
        List<Rows.Row> rows = asked.all("policy");
        if (rows.isEmpty()) {
            return List.of(new Table("Policy Configuration", List.of(), List.of(), "none"));
        }
        return List.of(Field.pairs("Policy Configuration", CONFIGURATION, rows.get(0)),
            Field.pairs("Policy Status", STATUS, rows.get(0)));
    }

    static List<Table> vhosts(Asked asked) throws ClientException {
        List<Field> fields = List.of(
            Field.of("hostname", "hostname"),
            Field.of("maxConnections", "maxConnections"),
            Field.of("maxMessageSize", "maxMessageSize"),
            Field.of("maxConnectionsPerUser", "maxConnectionsPerUser"),
            Field.of("maxConnectionsPerHost", "maxConnectionsPerHost"),
            Field.of("allowUnknownUser", "allowUnknownUser"),
            Field.of("groups", row -> row.get("groups") instanceof Map<?, ?> groups ? (long) groups.size() : 0L));
        return List.of(Field.table("Vhosts", fields, byHost(asked, "vhost"), "none"));
    }

    static List<Table> groups(Asked asked) throws ClientException {
        Map<?, ?> defaults = defaults(asked);
        List<Rows.Row> groups = new ArrayList<>();
        for (Rows.Row vhost : byHost(asked, "vhost")) {
            if (vhost.get("groups") instanceof Map<?, ?> map) {
                map.forEach((name, settings) -> groups.add(attribute -> switch (attribute) {
                    case "vhost" -> vhost.text("hostname");
                    case "group" -> name;
                    default -> setting(settings, attribute, defaults);
                }));
            }
        }
        List<Field> fields = new ArrayList<>(List.of(Field.of("vhost", "vhost"), Field.of("group", "group")));
        LIMITS.forEach(name -> fields.add(Field.of(name, name)));
        List<Table> tables = new ArrayList<>();
        tables.add(Field.table("Vhost Groups", fields, groups, "none"));
        for (Rows.Row group : groups) {
            List<Field> lists = new ArrayList<>(List.of(Field.of("vhost", "vhost"), Field.of("group", "group")));
            LISTS.forEach(name -> lists.add(Field.of(name, name)));
            tables.add(Field.pairs("Vhost '" + group.text("vhost") + "' UserGroup '" + group.text("group") + "'",
                lists, group));
        }
        return tables;
    }

    private static Object setting(Object settings, String attribute, Map<?, ?> defaults) {
        Object given = settings instanceof Map<?, ?> map ? map.get(attribute) : null;
        return given != null ? given : defaults.get(attribute) instanceof Map<?, ?> schema ? schema.get("default")
            : null;
    }

    private static Map<?, ?> defaults(Asked asked) throws ClientException {
        Object schema = asked.node().call("GET-SCHEMA", Map.of(), null);
        Object types = schema instanceof Map<?, ?> map ? map.get("entityTypes") : null;
        Object group = types instanceof Map<?, ?> map ? map.get("vhostUserGroupSettings") : null;
        Object attributes = group instanceof Map<?, ?> map ? map.get("attributes") : null;
        return attributes instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<Table> stats(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>();
        for (String name : List.of("hostname", "connectionsApproved", "connectionsDenied", "connectionsCurrent",
                "sessionDenied", "senderDenied", "receiverDenied", "maxMessageSizeDenied")) {
            fields.add(Field.of(name, name));
        }
        List<Rows.Row> vhosts = byHost(asked, "vhostStats");
        List<List<Object>> users = new ArrayList<>();
        for (Rows.Row vhost : vhosts) {
            if (vhost.get("perUserState") instanceof Map<?, ?> map) {
                map.forEach((user, hosts) -> users.add(List.of(vhost.text("hostname"), user, hosts)));
            }
        }
        return List.of(Field.table("Vhost Stats", fields, vhosts, "none"),
            Table.of("Vhost User Stats", List.of("vhost", "user", "remote hosts"), users));
    }

    private static List<Rows.Row> byHost(Asked asked, String type) throws ClientException {
        List<Rows.Row> rows = new ArrayList<>(asked.all(type));
        rows.sort(Comparator.comparing(row -> row.text("hostname")));
        return rows;
    }
}
