// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Rows;
import io.sluice.cli.text.AddressKey;
import io.sluice.cli.text.Format;
import io.sluice.cli.text.Table;

/** Links, addresses and what they lead to. */
final class RoutingViews {

    private static final List<Field> LINK = List.of(
        Field.of("type", "linkType"),
        Field.of("dir", "linkDir"),
        Field.of("conn id", "connectionId"),
        Field.of("id", "identity"),
        Field.of("peer", "peer"),
        Field.of("class", row -> AddressKey.classOf(row.text("owningAddr"))),
        Field.of("addr", row -> AddressKey.address(row.text("owningAddr"))),
        Field.of("phs", row -> AddressKey.phase(row.text("owningAddr"))),
        Field.of("cap", "capacity"),
        Field.of("pri", "priority"),
        Field.of("undel", "undeliveredCount"),
        Field.of("unsett", "unsettledCount"),
        Field.of("deliv", "deliveryCount"),
        Field.of("presett", "presettledCount"),
        Field.of("psdrop", "droppedPresettledCount"),
        Field.of("acc", "acceptedCount"),
        Field.of("rej", "rejectedCount"),
        Field.of("rel", "releasedCount"),
        Field.of("mod", "modifiedCount"),
        Field.of("delay", row -> row.number("deliveriesDelayed1Sec") + row.number("deliveriesDelayed10Sec")),
        Field.of("rate", "settleRate"),
        Field.of("stuck", "deliveriesStuck"),
        Field.of("cred", "creditAvailable"),
        Field.of("blkd", row -> row.number("zeroCreditSeconds") == 0 ? "-"
            : Format.duration(row.number("zeroCreditSeconds"))));

    private static final List<Field> LINK_MORE = List.of(
        Field.of("admin", "adminStatus"),
        Field.of("oper", "operStatus"),
        Field.of("name", "linkName"));

    private static final List<String> LINK_ATTRIBUTES = List.of("linkType", "linkDir", "connectionId", "identity",
        "peer", "owningAddr", "capacity", "undeliveredCount", "unsettledCount", "deliveryCount", "presettledCount",
        "droppedPresettledCount", "acceptedCount", "rejectedCount", "releasedCount", "modifiedCount",
        "deliveriesDelayed1Sec", "deliveriesDelayed10Sec", "deliveriesStuck", "creditAvailable", "zeroCreditSeconds",
        "adminStatus", "operStatus", "linkName", "priority", "settleRate");

    private static final List<String> ADDRESS_ATTRIBUTES = List.of("distribution", "inProcess", "subscriberCount",
        "remoteCount", "containerCount", "deliveriesIngress", "deliveriesEgress", "deliveriesRedirectedToFallback",
        "deliveriesTransit", "deliveriesToContainer", "deliveriesFromContainer", "name", "priority");

    private static final String STANDALONE = "standalone";

    private RoutingViews() {
    }

    static List<Table> links(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>(LINK);
        if (asked.verbose()) {
            fields.addAll(LINK_MORE);
        }
        return List.of(Field.table("Router Links", fields, asked.some("router.link", LINK_ATTRIBUTES), "none"));
    }

    static List<Table> addresses(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>(List.of(
            Field.of("class", row -> AddressKey.classOf(row.text("name"))),
            Field.of("addr", row -> AddressKey.address(row.text("name"))),
            Field.of("phs", row -> AddressKey.phase(row.text("name"))),
            Field.of("distrib", "distribution"),
            Field.of("pri", row -> row.number("priority") < 0 ? "-" : row.get("priority"))));
        if (asked.verbose()) {
            fields.add(Field.of("in-proc", "inProcess"));
        }
        fields.addAll(List.of(
            Field.of("local", "subscriberCount"),
            Field.of("remote", "remoteCount"),
            Field.of("in", "deliveriesIngress"),
            Field.of("out", "deliveriesEgress"),
            Field.of("thru", "deliveriesTransit"),
            Field.of("fallback", "deliveriesRedirectedToFallback")));
        if (asked.verbose()) {
            fields.add(Field.of("to-proc", "deliveriesToContainer"));
            fields.add(Field.of("from-proc", "deliveriesFromContainer"));
        }
        List<Rows.Row> addresses = new ArrayList<>(asked.some("router.address", ADDRESS_ATTRIBUTES));
        addresses.sort(Comparator.comparing((Rows.Row row) -> AddressKey.address(row.text("name")))
            .thenComparing(row -> AddressKey.classOf(row.text("name"))));
        return List.of(Field.table("Router Addresses", fields, addresses, "none"));
    }

    static List<Table> nodes(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>(List.of(
            Field.of("router-id", "id"),
            Field.of("next-hop", row -> row.get("nextHop") == null ? "-" : row.get("nextHop")),
            Field.of("link", row -> row.get("routerLink") == null ? "-" : row.get("routerLink"))));
        if (asked.verbose()) {
            fields.addAll(List.of(
                Field.of("ver", "protocolVersion"),
                Field.of("cost", "cost"),
                Field.of("neighbors", "linkState"),
                Field.of("valid-origins", "validOrigins")));
        }
        List<Rows.Row> nodes = new ArrayList<>(asked.all("router.node"));
        nodes.sort(Comparator.comparing(row -> row.text("id")));
        boolean alone = asked.router().text("mode").equals(STANDALONE);
        return List.of(Field.table("Routers in the Network", fields, nodes,
            alone ? "this router stands alone" : "none"));
    }

    static List<Table> autoLinks(Asked asked) throws ClientException {
        List<Field> fields = List.of(
            Field.of("addr", "address"),
            Field.of("dir", "direction"),
            Field.of("phs", "phase"),
            Field.of("extAddr", "externalAddress"),
            Field.of("link", "linkRef"),
            Field.of("status", "operStatus"),
            Field.of("lastErr", "lastError"));
        return List.of(Field.table("AutoLinks", fields, asked.some("router.config.autoLink", List.of("address",
            "direction", "phase", "externalAddress", "linkRef", "operStatus", "lastError")), "none"));
    }

    static List<Table> linkRoutes(Asked asked) throws ClientException {
        List<Field> fields = new ArrayList<>(List.of(
            Field.of("address", row -> row.get("prefix") == null ? row.get("pattern") : row.get("prefix")),
            Field.of("dir", "direction"),
            Field.of("distrib", "distribution"),
            Field.of("status", "operStatus")));
        if (asked.verbose()) {
            fields.add(Field.of("add-ext-prefix", "addExternalPrefix"));
            fields.add(Field.of("del-ext-prefix", "delExternalPrefix"));
        }
        return List.of(Field.table("Link Routes", fields, asked.some("router.config.linkRoute", List.of("prefix",
            "direction", "distribution", "operStatus", "pattern", "addExternalPrefix", "delExternalPrefix")), "none"));
    }
}
