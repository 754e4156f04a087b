// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.sluice.cli.client.Exchange;
import io.sluice.cli.client.FakeExchange;
import io.sluice.cli.client.Node;
import io.sluice.cli.text.Json;

/** What manage sends for a command line. */
class ManageRequestTest {

    private static final Exchange.Answer CREATED = new Exchange.Answer(201, "Created", Map.of("name", "x"));

    private final FakeExchange exchange = new FakeExchange();

    private Object perform(String operation, List<String> arguments, String type, String name, String identity,
            Object input) throws Exception {
        return ManageRequest.of(operation, arguments, List.of(), type, name, identity, 0, 2, input, null, null)
            .perform(Node.local(exchange));
    }

    @Test
    void shouldSendAttributesAsTextAndMapsAsMaps() throws Exception {
        exchange.answers(CREATED);
        Object result = perform("create", List.of("port=5672", "openProperties={\"a\": 1}", "host="), "listener", "x",
            null, null);
        assertEquals(Map.of("name", "x"), result);
        assertEquals(Map.of("port", "5672", "openProperties", Map.of("a", 1), "host", ""), exchange.bodies.get(0));
        assertEquals(Map.of("operation", "CREATE", "type", "org.apache.qpid.dispatch.listener", "name", "x"),
            exchange.requests.get(0));
    }

    @Test
    void shouldCreateEachOfAListFromStandardInput() throws Exception {
        exchange.answers(CREATED, CREATED);
        Object result = perform("CREATE", List.of(), "address", null, null,
            Json.read("[{\"name\": \"a\", \"prefix\": \"p\"}, {\"type\": \"linkRoute\", \"prefix\": \"q\"}]"));
        assertEquals(List.of(Map.of("name", "x"), Map.of("name", "x")), result);
        assertEquals("a", exchange.property("name").get(0));
        assertEquals("org.apache.qpid.dispatch.router.config.address", exchange.property("type").get(1));
        assertFalse(((Map<?, ?>) exchange.bodies.get(1)).containsKey("type"));
    }

    @Test
    void shouldTakeTheTargetOfAnUpdateFromTheInput() throws Exception {
        exchange.answers(CREATED);
        perform("update", List.of(), null, null, null,
            Json.read("{\"type\": \"log\", \"name\": \"log/ROUTER\", \"enable\": \"debug+\"}"));
        assertEquals(Map.of("enable", "debug+"), exchange.bodies.get(0));
        assertEquals("log/ROUTER", exchange.property("name").get(0));
    }

    @Test
    void shouldPrintNothingForADelete() throws Exception {
        exchange.answers(new Exchange.Answer(204, "No Content", Map.of()));
        assertNull(perform("delete", List.of(), "listener", null, "listener/a:1", null));
        assertEquals("listener/a:1", exchange.property("identity").get(0));
    }

    @Test
    void shouldAskTheManagementNodeWhatThereIs() throws Exception {
        exchange.answers(CREATED);
        perform("get_operations", List.of(), "listener", null, null, null);
        assertEquals(Map.of("name", "self", "type", "org.amqp.management", "operation", "GET-OPERATIONS",
            "entityType", "org.apache.qpid.dispatch.listener"), exchange.requests.get(0));
    }

    @Test
    void shouldSendOtherOperationsWithBodyAndProperties() throws Exception {
        exchange.answers(CREATED);
        ManageRequest.of("callme", List.of(), List.of(), "dummy", null, "7", 0, 2, null, List.of(1L),
            Map.of("extra", "y")).perform(Node.local(exchange));
        assertEquals(List.of(1L), exchange.bodies.get(0));
        assertEquals(Map.of("name", "", "type", "org.apache.qpid.dispatch.dummy", "operation", "CALLME", "identity",
            "7", "extra", "y"), exchange.requests.get(0));
    }

    @Test
    void shouldPrintTheJsonSchemaAsItComes() throws Exception {
        exchange.answers(new Exchange.Answer(200, "OK", "{\"prefix\": 1}"));
        assertEquals(new ManageRequest.Raw("{\"prefix\": 1}"), perform("get-json-schema", List.of(), null, null, null,
            null));
        assertEquals(2L, exchange.property("indent").get(0));
    }

    @Test
    void shouldRefuseInputThatIsNoObject() {
        assertThrows(IllegalArgumentException.class,
            () -> perform("create", List.of(), "address", null, null, List.of("text")));
        assertThrows(IllegalArgumentException.class, () -> perform("create", List.of(), "address", null, null, 5));
        assertThrows(IllegalArgumentException.class,
            () -> perform("create", List.of("a=b"), "address", null, null, Map.of()));
        assertThrows(IllegalArgumentException.class, () -> perform("read", List.of(), null, "x", null, Map.of()));
    }
}
