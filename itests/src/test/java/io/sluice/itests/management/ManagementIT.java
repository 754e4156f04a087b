// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.management;

import static io.sluice.itests.management.ManagementClient.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.qpid.protonj2.client.Receiver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;
import io.sluice.itests.management.ManagementClient.Reply;

/** The management node of a running router, asked over AMQP. */
class ManagementIT {

    private static SluiceProcess router;

    private ManagementClient client;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.MGMT").section("address", "prefix: closest",
            "distribution: closest"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = new ManagementClient(router.port(), "$management");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void shouldAnswerAtEachOfItsAddresses() throws Exception {
        for (String address : List.of("_local/$management", "_topo/0/ITEST.MGMT/$management",
                "amqp:/_topo/0/ITEST.MGMT/$management")) {
            try (ManagementClient other = new ManagementClient(router.port(), address)) {
                assertEquals(List.of(List.of("ITEST.MGMT")), other.query("router", "id").results(), address);
            }
        }
    }

    @Test
    void shouldKeepRequestsFromReceiversOfTheSameAddress() throws Exception {
        try (Peer peer = Peer.connect(router.port())) {
            peer.receiver("$management", 10);
            assertEquals(200, client.query("router", "id").status());
        }
    }

    @Test
    void shouldMakeAndRemoveAListenerAtRunTime() throws Exception {
        Reply created = client.create("listener", "made", map("host", "127.0.0.1", "port", "0",
            "saslMechanisms", "ANONYMOUS"));
        assertEquals("201 Created", created.line());
        assertEquals("listener/127.0.0.1:0:made", created.attribute("identity"));
        String bound = (String) created.attribute("boundAddress");
        int port = Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
        Peer.connect(port).close();
        assertEquals("204 No Content", client.delete("listener", "made").line());
        Awaitility.await().untilAsserted(() ->
            assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close()));
        assertEquals("404 No entity with name=made", client.delete("listener", "made").line());
    }

    @Test
    void shouldMakeAnAddressThatTakesEffect() throws Exception {
        assertEquals(201, client.create("router.config.address", "all", map("prefix", "made.all",
            "distribution", "multicast")).status());
        try (Peer peer = Peer.connect(router.port())) {
            Receiver one = peer.receiver("made.all/x", 1);
            Receiver two = peer.receiver("made.all/x", 1);
            Peer.send(peer.sender("made.all/x"), "m");
            assertEquals("m", Peer.takeText(one));
            assertEquals("m", Peer.takeText(two));
        }
        assertEquals("400 Name conflicts with an existing entity",
            client.create("router.config.address", "all", map("prefix", "other")).line());
        assertEquals("400 Already exists",
            client.create("router.config.address", "all2", map("prefix", "made.all")).line());
        assertEquals("400 Already exists",
            client.create("router.config.address", "all2", map("pattern", "made.all.#")).line());
        assertEquals(204, client.delete("router.config.address", "all").status());
        assertEquals("404 Not Found", client.delete("router.config.address", "all").line());
    }

    @Test
    void shouldMakeAConnectorAndAProfile() throws Exception {
        assertEquals(201, client.create("connector", "nowhere", map("host", "127.0.0.1", "port", "1")).status());
        assertEquals("amqp://127.0.0.1:1", client.ask(Map.of(), "operation", "READ", "type", "connector",
            "name", "nowhere").attribute("failoverUrls"));
        assertEquals(204, client.delete("connector", "nowhere").status());
        assertEquals(201, client.create("sslProfile", "plain", map()).status());
        assertEquals(204, client.delete("sslProfile", "plain").status());
    }

    @Test
    void shouldMakeReadAndDeleteEverythingThatCanBeMade() throws Exception {
        Object[][] made = {
            {"router.config.address", map("pattern", "all.*", "distribution", "closest", "priority", 3)},
            {"router.config.linkRoute", map("prefix", "routed", "direction", "in", "containerId", "broker")},
            {"router.config.autoLink", map("address", "auto", "direction", "out", "connection", "c", "phase", 2)},
            {"router.config.exchange", map("address", "exchange", "matchMethod", "mqtt")},
            {"router.connection.linkRoute", map("pattern", "mine.#", "direction", "out")},
            {"listener", map("host", "127.0.0.1", "port", "0", "role", "route-container", "linkCapacity", 7)},
            {"connector", map("host", "127.0.0.1", "port", "1", "maxSessions", 5)},
            {"sslProfile", map("protocols", "TLSv1.3")},
        };
        for (Object[] row : made) {
            String type = (String) row[0];
            @SuppressWarnings("unchecked")
            Map<String, Object> attributes = (Map<String, Object>) row[1];
            Reply created = client.create(type, "every", attributes);
            assertEquals("201 Created", created.line(), type);
            for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
                assertEquals(String.valueOf(attribute.getValue()),
                    String.valueOf(created.attribute(attribute.getKey())), type + " " + attribute);
            }
            Reply read = client.ask(Map.of(), "operation", "READ", "type", ManagementClient.PREFIX + type,
                "identity", created.attribute("identity"));
            assertEquals("200 OK", read.line(), type);
            assertEquals(created.attribute("identity"), read.attribute("identity"));
            assertTrue(client.query(type, "name").results().contains(List.of("every")), type);
            assertEquals("204 No Content", client.delete(type, "every").line(), type);
            assertFalse(client.query(type, "name").results().contains(List.of("every")), type);
        }
    }

    @Test
    void shouldRefuseWithTheTextsThatToolsKnow() throws Exception {
        Object[][] cases = {
            {"router.config.address", map(), "Either a 'prefix' or 'pattern' attribute must be provided"},
            {"router.config.address", map("prefix", "a", "pattern", "b"),
                "Cannot specify both a 'prefix' and a 'pattern' attribute"},
            {"router.config.address", map("prefix", ""), "Prefix must be a non-empty string type"},
            {"router.config.address", map("pattern", ""), "Pattern must be a non-empty string type"},
            {"router.config.address", map("prefix", "."), "Prefix invalid - no tokens"},
            {"router.config.address", map("pattern", "./"), "Pattern invalid - no tokens"},
            {"router.config.address", map("prefix", "p", "priority", 20),
                "Priority value, if present, must be between 0 and QDR_MAX_PRIORITY"},
            {"router.config.address", map("prefix", "p", "ingressPhase", 10), "Phase values must be between 0 and 9"},
            {"router.config.autoLink", map("addr", "a"), "address and direction fields are mandatory"},
            {"router.config.autoLink", map("addr", "a", "dir", "in", "phase", "12"),
                "autoLink phase must be between 0 and 9"},
            {"router.config.autoLink", map("addr", "a", "dir", "in", "connection", "x", "containerId", "y"),
                "Both connection and containerId cannot be specified. Specify only one"},
            {"listener", map("port", "0", "bogus", 1),
                "Unknown attribute 'bogus' for 'org.apache.qpid.dispatch.listener'"},
            {"listener", map("port", "0", "role", "bogus"), "org.apache.qpid.dispatch.listener: Invalid value for"
                    + " enum['normal', 'inter-router', 'route-container', 'edge']: 'bogus'"},
            {"listener", map("port", "0", "http", "maybe"),
                "org.apache.qpid.dispatch.listener: Invalid Boolean value ''maybe''"},
            {"listener", map("port", "0", "identity", "5"), "Cannot set attribute 'identity' in CREATE"},
            {"listener", map("port", "0", "openProperties", map("product", "x")),
                "Reserved key 'product' not allowed in openProperties"},
        };
        for (Object[] row : cases) {
            @SuppressWarnings("unchecked")
            Map<String, Object> attributes = (Map<String, Object>) row[1];
            assertEquals("400 " + row[2], client.create((String) row[0], null, attributes).line());
        }
        assertEquals("500 CError: Configuration: 'loud+' is not a valid log level. Should be one of {none, trace,"
            + " debug, info, notice, warning, error, critical}.", client.ask(Map.of("enable", "loud+"),
            "operation", "UPDATE", "type", "log", "name", "log/ROUTER").line());
    }

    @Test
    void shouldCloseAConnectionAndSayWhoAsked() throws Exception {
        String container = "victim-" + System.nanoTime();
        try (Peer other = Peer.connect(router.port())) {
            other.receiver("victim/" + container, 1);
            List<?> link = client.query("router.link", "owningAddr", "connectionId").results().stream()
                .map(List.class::cast).filter(row -> ("M0victim/" + container).equals(row.get(0))).findFirst()
                .orElseThrow();
            String id = (String) link.get(1);
            assertEquals("400 Bad Request", client.ask(Map.of("adminStatus", "nix"), "operation", "UPDATE",
                "type", ManagementClient.PREFIX + "connection", "identity", id).line());
            Reply closed = client.ask(Map.of("adminStatus", "deleted"), "operation", "UPDATE",
                "type", ManagementClient.PREFIX + "connection", "identity", id);
            assertEquals("200 OK", closed.line());
            assertEquals("deleted", closed.attribute("adminStatus"));
            assertEquals("closing", closed.attribute("operStatus"));
            router.log().await("\\[C" + id + "\\] Connection force-closed by request from connection \\[C\\d+\\]");
            Awaitility.await().untilAsserted(() -> assertEquals("404 Not Found", client.ask(Map.of(),
                "operation", "READ", "type", ManagementClient.PREFIX + "connection", "identity", id).line()));
        }
    }

    @Test
    void shouldPageThroughManyLinksWhileMessagesFlow() throws Exception {
        int links = 1500;
        try (Peer peer = Peer.connect(router.port()); Peer traffic = Peer.connect(router.port())) {
            for (int i = 0; i < links; i++) {
                peer.receiver("paging/" + i, 0);
            }
            Receiver receiver = traffic.receiver("closest/traffic", 10);
            Set<Object> seen = new HashSet<>();
            List<Object> pages = new ArrayList<>();
            for (int offset = 0; offset <= links; offset += 500) {
                Reply page = client.ask(Map.of("attributeNames", List.of("identity", "owningAddr")),
                    "operation", "QUERY", "entityType", ManagementClient.PREFIX + "router.link",
                    "offset", offset, "count", 500);
                page.results().forEach(row -> seen.add(((List<?>) row).get(0)));
                pages.add(page.results().size());
                Peer.pass(traffic.sender("closest/traffic"), receiver, "m" + offset);
            }
            assertTrue(seen.size() >= links, () -> pages.toString());
            assertTrue(client.query("router.link").results().size() >= links);
        }
    }

    @Test
    void shouldShowTheLog() throws Exception {
        Reply log = client.ask(Map.of(), "operation", "GET-LOG", "limit", 5);
        List<?> lines = (List<?>) log.body();
        assertEquals(5, lines.size());
        assertEquals(6, ((List<?>) lines.get(0)).size());
        assertTrue(((List<?>) client.ask(Map.of(), "operation", "GET-LOG").body()).toString().contains("Version: "));
    }

    @Test
    void shouldShowEveryTypeOfAStandaloneRouter() throws Exception {
        for (String type : List.of("router", "connection", "router.link", "router.address", "router.config.address",
                "listener", "log", "logStats", "policy", "management")) {
            assertTrue(client.query(type).results().size() > 0, type);
        }
        for (String type : List.of("router.node", "allocator", "vhost", "vhostStats", "connector", "sslProfile",
                "router.config.linkRoute", "router.config.exchange", "router.connection.linkRoute")) {
            assertEquals("200 []", client.query(type).status() + " " + client.query(type).results(), type);
        }
        assertEquals("403 Forbidden", client.query("console").line());
        assertEquals(List.of(), client.ask(Map.of(), "operation", "GET-MGMT-NODES").body());
    }
}
