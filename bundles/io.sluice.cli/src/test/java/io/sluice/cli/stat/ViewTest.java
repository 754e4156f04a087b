// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.cli.client.Exchange;
import io.sluice.cli.client.FakeExchange;
import io.sluice.cli.client.Node;
import io.sluice.cli.text.AddressKey;
import io.sluice.cli.text.Column;
import io.sluice.cli.text.Table;

/** The views: their columns are those that operators and scripts know. */
class ViewTest {

    private final FakeExchange exchange = new FakeExchange();

    private List<Table> view(View view, boolean verbose, String mode) throws Exception {
        return view.tables(new Asked(Node.local(exchange),
            attribute -> attribute.equals("mode") ? mode : attribute.equals("memoryUsage") ? 1024L : null, 0, verbose));
    }

    private static String columns(Table table) {
        return String.join(" ",
            table.columns().stream().map(Column::name).map(name -> name.replace(' ', '-')).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CONNECTIONS|false|id host container role proto dir security authentication tenant last-dlv uptime",
        "EDGES|false|id host container role dir security authentication tenant",
        "LINKS|false|type dir conn-id id peer class addr phs cap pri undel unsett deliv presett psdrop acc rej rel mod"
            + " delay rate stuck cred blkd",
        "LINKS|true|type dir conn-id id peer class addr phs cap pri undel unsett deliv presett psdrop acc rej rel mod"
            + " delay rate stuck cred blkd admin oper name",
        "ADDRESSES|false|class addr phs distrib pri local remote in out thru fallback",
        "ADDRESSES|true|class addr phs distrib pri in-proc local remote in out thru fallback to-proc from-proc",
        "NODES|false|router-id next-hop link",
        "NODES|true|router-id next-hop link ver cost neighbors valid-origins",
        "AUTOLINKS|false|addr dir phs extAddr link status lastErr",
        "LINKROUTES|false|address dir distrib status",
        "LINKROUTES|true|address dir distrib status add-ext-prefix del-ext-prefix",
        "VHOSTS|false|hostname maxConnections maxMessageSize maxConnectionsPerUser maxConnectionsPerHost"
            + " allowUnknownUser groups",
        "VHOSTSTATS|false|hostname connectionsApproved connectionsDenied connectionsCurrent sessionDenied senderDenied"
            + " receiverDenied maxMessageSizeDenied"})
    void shouldHaveTheKnownColumns(View view, boolean verbose, String columns) throws Exception {
        exchange.table(List.of("name"));
        assertEquals(columns, columns(view(view, verbose, "interior").get(0)));
    }

    @Test
    void shouldShowWhetherAnEdgeConnectionIsActiveOnEdgeRouters() throws Exception {
        exchange.table(List.of("role", "active"), List.of("edge", true), List.of("normal", true));
        Table table = view(View.EDGES, false, "edge").get(0);
        assertTrue(columns(table).endsWith(" active"));
        assertEquals(1, table.rows().size());
    }

    @ParameterizedTest
    @CsvSource({
        "M0orders, mobile, 0, orders", "MFx, mobile, F, x", "L$management, local, '', $management",
        "Tqdrouter, topo, '', qdrouter", "RB, router, '', B", "Clr, link-in, '', lr", "F#.q, link-out, '', #.q",
        "HE1, edge, '', E1", "M, mobile, '', ''", "'', '', '', ''", "?x, 'unknown: ?', '', x"})
    void shouldTakeKeysApart(String key, String type, String phase, String address) {
        assertEquals(List.of(type, phase, address),
            List.of(AddressKey.classOf(key), AddressKey.phase(key), AddressKey.address(key)));
    }

    @Test
    void shouldSayHowAConnectionIsSecured() throws Exception {
        exchange.table(List.of("isEncrypted", "sslProto", "sslCipher", "isAuthenticated", "sasl", "user"),
            Arrays.asList(false, null, null, false, null, null),
            Arrays.asList(true, "TLSv1.3", "AES", true, "PLAIN", "me"),
            Arrays.asList(false, null, null, true, "ANONYMOUS", "anonymous"));
        List<List<Object>> rows = view(View.CONNECTIONS, false, "interior").get(0).rows();
        assertEquals(List.of("no-security", "no-auth"), rows.get(0).subList(6, 8));
        assertEquals(List.of("TLSv1.3(AES)", "me(PLAIN)"), rows.get(1).subList(6, 8));
        assertEquals("anonymous-user", rows.get(2).get(7));
        assertEquals("-", rows.get(2).get(9));
    }

    @Test
    void shouldSortAddressesAndShowNoPriorityAsADash() throws Exception {
        exchange.table(List.of("name", "priority"), List.of("M0b", -1L), List.of("La", 3L));
        List<List<Object>> rows = view(View.ADDRESSES, false, "interior").get(0).rows();
        assertEquals(List.of("a", "b"), rows.stream().map(row -> row.get(1)).toList());
        assertEquals(List.of(3L, "-"), rows.stream().map(row -> row.get(4)).toList());
    }

    @Test
    void shouldSayThatARouterStandsAlone() throws Exception {
        exchange.table(List.of("id"));
        assertEquals("this router stands alone", view(View.NODES, false, "standalone").get(0).empty());
    }

    @Test
    void shouldShowTheJavaMachineWhereThereIsOne() throws Exception {
        exchange.table(List.of("identity")).table(List.of("heapUsed"), List.of(5L));
        List<Table> tables = view(View.MEMORY, false, "interior");
        assertEquals(List.of("Java Machine", "Memory Summary"), tables.stream().map(Table::title).toList());
        exchange.table(List.of("identity", "typeSize", "totalAllocFromHeap"), List.of("allocator/qd_buffer_t", 2L, 3L))
            .answers(new Exchange.Answer(400, "No such entity type 'jvm'", Map.of()));
        tables = view(View.MEMORY, false, "interior");
        assertEquals(List.of("Memory Pools", "Memory Summary"), tables.stream().map(Table::title).toList());
        assertEquals("qd_buffer_t", tables.get(0).rows().get(0).get(0));
        assertEquals(List.of(1024L, 6L), tables.get(1).rows().get(0));
    }

    @Test
    void shouldTakeDefaultsOfGroupsFromTheSchema() throws Exception {
        exchange.answers(new Exchange.Answer(200, "OK", Map.of("entityTypes", Map.of("vhostUserGroupSettings",
                Map.of("attributes", Map.of("maxSenders", Map.of("default", 9L)))))))
            .table(List.of("hostname", "groups"),
                List.of("h", Map.of("admins", Map.of("users", "a", "maxSessions", 4L))));
        List<Table> tables = view(View.VHOSTGROUPS, false, "interior");
        List<Object> row = tables.get(0).rows().get(0);
        assertEquals(List.of("h", "admins"), row.subList(0, 2));
        assertEquals(List.of(4L, 9L), row.subList(7, 9));
        assertEquals("Vhost 'h' UserGroup 'admins'", tables.get(1).title());
    }
}
