// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.management;

import static io.sluice.itests.management.ManagementClient.PREFIX;
import static io.sluice.itests.management.ManagementClient.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.SluiceProcess;

/** What refused requests are answered with, word for word: tools look for these texts. */
class ErrorTextsIT {

    private static final String ADDRESS = "router.config.address";
    private static final String LINK_ROUTE = "router.config.linkRoute";
    private static final String AUTO_LINK = "router.config.autoLink";
    private static final String EXCHANGE = "router.config.exchange";
    private static final String BINDING = "router.config.binding";
    private static final String OWN_ROUTE = "router.connection.linkRoute";
    private static final String BOTH = "400 Both connection and containerId cannot be specified. Specify only one";

    private static SluiceProcess router;
    private static ManagementClient client;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.TEXTS").section("address", "name: a", "prefix: known"));
        client = new ManagementClient(router.port(), "$management");
        assertEquals(201, client.create(EXCHANGE, "e", map("address", "texts/e")).status());
        assertEquals(201, client.create(BINDING, "b", map("exchangeName", "e", "bindingKey", "k",
            "nextHopAddress", "texts/b")).status());
    }

    @AfterAll
    static void stopRouter() {
        client.close();
        router.close();
    }

    private record Creation(String type, String name, Map<String, Object> attributes, String answer) {}

    private static Creation creation(String type, String name, String answer, Object... attributes) {
        return new Creation(type, name, map(attributes), answer);
    }

    private static List<Creation> patterns() {
        return Stream.of(ADDRESS, LINK_ROUTE).flatMap(type -> Stream.of(
            creation(type, null, "400 Either a 'prefix' or 'pattern' attribute must be provided", "direction", "in"),
            creation(type, null, "400 Cannot specify both a 'prefix' and a 'pattern' attribute",
                "prefix", "a", "pattern", "b", "direction", "in"),
            creation(type, null, "400 Prefix must be a non-empty string type", "prefix", "", "direction", "in"),
            creation(type, null, "400 Pattern must be a non-empty string type", "pattern", "", "direction", "in"),
            creation(type, null, "400 Prefix invalid - no tokens", "prefix", ".", "direction", "in"),
            creation(type, null, "400 Pattern invalid - no tokens", "pattern", "/.", "direction", "in"))).toList();
    }

    private static List<Creation> creations() {
        return List.of(
            creation(ADDRESS, "a", "400 Name conflicts with an existing entity", "prefix", "x"),
            creation(ADDRESS, null, "400 Already exists", "prefix", "known"),
            creation(ADDRESS, null, "400 Fallback cannot be specified with waypoint or non-zero ingress and egress"
                + " phases", "prefix", "x", "fallback", true, "waypoint", true),
            creation(ADDRESS, null, "400 Fallback cannot be specified with waypoint or non-zero ingress and egress"
                + " phases", "prefix", "x", "fallback", true, "egressPhase", 1),
            creation(ADDRESS, null, "400 Phase values must be between 0 and 9", "prefix", "x", "egressPhase", -1),
            creation(ADDRESS, null, "400 Priority value, if present, must be between 0 and QDR_MAX_PRIORITY",
                "prefix", "x", "priority", 10),
            creation(LINK_ROUTE, null, "400 No 'direction' attribute provided - it is mandatory", "prefix", "x"),
            creation(LINK_ROUTE, null, "400 Invalid value for 'direction'", "prefix", "x", "direction", "up"),
            creation(LINK_ROUTE, null, "400 Invalid value for 'distribution'", "prefix", "x", "direction", "in",
                "distribution", "closest"),
            creation(LINK_ROUTE, null, BOTH, "prefix", "x", "direction", "in", "connection", "c", "containerId", "d"),
            creation(AUTO_LINK, null, "400 address and direction fields are mandatory", "direction", "in"),
            creation(AUTO_LINK, null, "400 address and direction fields are mandatory", "address", "x"),
            creation(AUTO_LINK, null, "400 Invalid value for 'direction'", "address", "x", "direction", "up"),
            creation(AUTO_LINK, null, "400 autoLink phase must be between 0 and 9", "addr", "x", "dir", "in",
                "phase", 10),
            creation(AUTO_LINK, null, BOTH, "address", "x", "direction", "in", "connection", "c", "containerId", "d"),
            creation(EXCHANGE, null, "400 exchange requires a unique name", "address", "x"),
            creation(EXCHANGE, "f", "400 exchange address is mandatory"),
            creation(EXCHANGE, "e", "400 duplicate exchange name", "address", "x"),
            creation(EXCHANGE, "f", "400 duplicate exchange address", "address", "texts/e"),
            creation(EXCHANGE, "f", "400 Exchange matchMethod must be either 'amqp' or 'mqtt'", "address", "x",
                "matchMethod", "y"),
            creation(EXCHANGE, "f", "400 phase must be in the range 0-9", "address", "x", "phase", 10),
            creation(EXCHANGE, "f", "400 phase must be in the range 0-9", "address", "x", "alternateAddress", "y",
                "alternatePhase", -1),
            creation(BINDING, null, "400 Binding configuration requires an exchange", "nextHopAddress", "x"),
            creation(BINDING, null, "400 Named exchange does not exist", "exchangeName", "x", "nextHopAddress", "x"),
            creation(BINDING, null, "400 No next hop specified", "exchangeName", "e"),
            creation(BINDING, null, "400 phase must be in the range 0-9", "exchangeName", "e", "nextHopAddress", "x",
                "nextHopPhase", 10),
            creation(BINDING, null, "400 The binding key pattern is invalid", "exchangeName", "e",
                "nextHopAddress", "x", "bindingKey", "."),
            creation(BINDING, "b", "400 Duplicate next hop name", "exchangeName", "e", "nextHopAddress", "x"),
            creation(BINDING, null, "400 Next hop for key already exists", "exchangeName", "e", "bindingKey", "k",
                "nextHopAddress", "texts/b"),
            creation(OWN_ROUTE, null, "400 Pattern field is required", "direction", "in"),
            creation(OWN_ROUTE, null, "400 No 'direction' attribute provided - it is mandatory", "pattern", "x"),
            creation(OWN_ROUTE, null, "400 Invalid value for 'direction'", "pattern", "x", "direction", "up"),
            creation("router", null, "403 Forbidden"),
            creation("console", null, "403 Forbidden"),
            creation("log", null, "501 Operation 'CREATE' not implemented for '" + PREFIX + "log' ['UPDATE', 'READ']",
                "module", "ROUTER"),
            creation("listener", null, "400 openProperties not allowed for role inter-router", "port", "0",
                "role", "inter-router", "openProperties", map("a", "b")),
            creation("listener", null, "400 Reserved key 'qd.x' not allowed in openProperties", "port", "0",
                "openProperties", map("qd.x", "b")),
            creation("connector", null, "400 Reserved key 'x-opt-qd.x' not allowed in openProperties", "port", "1",
                "openProperties", map("x-opt-qd.x", "b")),
            creation("connector", null, "400 Reserved key 'failover-server-list' not allowed in openProperties",
                "port", "1", "openProperties", map("failover-server-list", "b")));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseCreationsInWordsThatToolsKnow() {
        return Stream.concat(patterns().stream(), creations().stream())
            .map(one -> DynamicTest.dynamicTest(one.toString(), () ->
                assertEquals(one.answer(), client.create(one.type(), one.name(), one.attributes()).line())));
    }

    @Test
    void shouldRefuseRequestsInWordsThatToolsKnow() throws Exception {
        for (String[] row : requests()) {
            String[] properties = Arrays.copyOfRange(row, 3, row.length);
            Object[] all = Stream.concat(Stream.of("operation", row[1], "type", PREFIX + row[2],
                "entityType", PREFIX + row[2]), Stream.of(properties)).toArray();
            assertEquals(row[0], client.ask(Map.of(), all).line(), Arrays.toString(row));
        }
    }

    private static String[][] requests() {
        String listenerOnly = "' not implemented for '" + PREFIX + "listener' ['CREATE', 'DELETE', 'READ']";
        return new String[][] {
            {"400 No name or identity provided", "READ", ADDRESS},
            {"400 No name or identity provided", "DELETE", ADDRESS},
            {"400 No name or identity provided", "DELETE", EXCHANGE},
            {"400 No binding name or identity provided", "DELETE", BINDING},
            {"400 No name or identity provided", "UPDATE", "router.link"},
            {"400 Name not supported. Identity required", "READ", "connection", "name", "x"},
            {"404 Not Found", "READ", "connection", "identity", "99999"},
            {"404 Not Found", "READ", "router.address", "name", "M0nothing"},
            {"404 Not Found", "DELETE", LINK_ROUTE, "name", "nothing"},
            {"400 Bad Request", "UPDATE", "connection", "identity", "99999"},
            {"403 Forbidden", "READ", "router", "name", "ITEST.TEXTS"},
            {"403 Forbidden", "DELETE", "connection", "identity", "1"},
            {"403 Forbidden", "QUERY", "console"},
            {"501 Not Implemented", "CREATE", "router.link"},
            {"501 Not Implemented", "UPDATE", ADDRESS, "name", "a"},
            {"400 " + PREFIX + "listener: No name or identity provided", "READ", "listener"},
            {"404 No entity with name=nothing", "READ", "listener", "name", "nothing"},
            {"404 No entity with identity=nothing", "READ", "listener", "identity", "nothing"},
            {"400 Conflicting name=amqp identity=log/ROUTER", "READ", "listener", "name", "amqp",
                "identity", "log/ROUTER"},
            {"400 Entity type '" + PREFIX + "listener' does not extend requested type '" + PREFIX + "connector'",
                "READ", "connector", "name", "amqp"},
            {"404 Entity type '" + PREFIX + "listener' does match requested type '" + PREFIX + "configurationEntity'",
                "READ", "configurationEntity", "name", "amqp"},
            {"501 Operation 'UPDATE" + listenerOnly, "UPDATE", "listener", "name", "amqp"},
            {"501 Operation 'FROB" + listenerOnly, "FROB", "listener", "name", "amqp"},
        };
    }

    @Test
    void shouldRefuseMalformedRequestsInWordsThatToolsKnow() throws Exception {
        assertEquals("400 No such entity type 'x'",
            client.ask(Map.of(), "operation", "QUERY", "entityType", "x").line());
        assertTrue(client.ask(Map.of(), "name", "self").line().startsWith("400 No 'operation' property: "));
        assertEquals("400 Body of request must be a map", client.ask("text", "operation", "CREATE",
            "type", PREFIX + ADDRESS).line());
        assertEquals("400 Cannot update attribute 'module' in UPDATE", client.ask(Map.of("module", "SERVER"),
            "operation", "UPDATE", "type", PREFIX + "log", "name", "log/ROUTER").line());
        assertEquals("400 Conflicting values for 'name'", client.ask(Map.of("name", "a"), "operation", "CREATE",
            "type", PREFIX + "listener", "name", "b").line());
        assertEquals("404 Unknown attributes ['nix'] for type " + PREFIX + "listener.", client.ask(
            Map.of("attributeNames", List.of("nix")), "operation", "QUERY", "entityType", PREFIX + "listener").line());
    }
}
