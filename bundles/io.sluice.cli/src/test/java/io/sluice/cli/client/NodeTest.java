// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are sent, and what is made of the answers. */
class NodeTest {

    private static final Exchange.Answer OK = new Exchange.Answer(200, "OK", Map.of());

    private final FakeExchange exchange = new FakeExchange();

    private static Exchange.Answer page(int from, int count) {
        List<Object> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add(List.of("link" + i, (long) i));
        }
        return new Exchange.Answer(200, "OK", Map.of("attributeNames", List.of("name", "id"), "results", rows));
    }

    @Test
    void shouldAskPageByPage() throws Exception {
        exchange.answers(page(0, 500), page(500, 500), page(1000, 7));
        Rows rows = Node.local(exchange).query("link", List.of("name", "id"), 0);
        assertEquals(1007, rows.values().size());
        assertEquals(1006, rows.list().get(1006).number("id"));
        assertEquals(List.of(0L, 500L, 1000L), exchange.property("offset"));
        assertEquals("org.apache.qpid.dispatch.router.link", exchange.property("entityType").get(0));
    }

    @Test
    void shouldAskForNoMoreThanTheLimit() throws Exception {
        exchange.answers(page(0, 3));
        assertEquals(3, Node.local(exchange).query("connection", List.of(), 3).values().size());
        assertEquals(List.of(3L), exchange.property("count"));
    }

    @Test
    void shouldEndWithARouterThatKnowsNoPages() throws Exception {
        exchange.answers(page(0, 500), page(0, 500));
        assertEquals(500, Node.local(exchange).query("listener", List.of(), 0).values().size());
    }

    @Test
    void shouldLeaveOutWhatHasNoValue() throws Exception {
        List<Object> row = new ArrayList<>(List.of("a"));
        row.add(null);
        exchange.answers(new Exchange.Answer(200, "OK",
            Map.of("attributeNames", List.of("name", "id"), "results", List.of(row))));
        assertEquals(List.of(Map.of("name", "a")), Node.local(exchange).query("link", List.of(), 0).maps());
    }

    @Test
    void shouldThrowARefusalWithStatusAndText() {
        exchange.answers(new Exchange.Answer(404, "No entity with name=x", Map.of()));
        RefusedException refusal = assertThrows(RefusedException.class,
            () -> Node.local(exchange).entity("READ", "listener", "x", null, Map.of()));
        assertEquals(404, refusal.status());
        assertEquals("No entity with name=x", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "listener, org.apache.qpid.dispatch.listener",
        "address, org.apache.qpid.dispatch.router.config.address",
        "autoLink, org.apache.qpid.dispatch.router.config.autoLink",
        "router.address, org.apache.qpid.dispatch.router.address",
        "org.apache.qpid.dispatch.log, org.apache.qpid.dispatch.log",
        "org.amqp.management, org.amqp.management"})
    void shouldKnowShortNamesOfTypes(String type, String full) {
        assertEquals(full, Node.fullType(type));
    }

    @Test
    void shouldAddressOtherRouters() throws Exception {
        exchange.answers(OK, OK, OK, OK);
        Node.local(exchange).call("GET-TYPES", Map.of(), null);
        Node.router(exchange, "B").call("GET-TYPES", Map.of(), null);
        Node.edge(exchange, "E").call("GET-TYPES", Map.of(), null);
        Node.at(exchange, "amqp:/_topo/0/C/$management").call("GET-TYPES", Map.of(), null);
        assertEquals(List.of("$management", "_topo/0/B/$management", "_edge/E/$management",
            "_topo/0/C/$management"), exchange.addresses);
    }
}
