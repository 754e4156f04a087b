// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.security;

import static io.sluice.itests.management.ManagementClient.PREFIX;
import static io.sluice.itests.management.ManagementClient.map;
import static io.sluice.itests.security.PolicyUsers.closed;
import static io.sluice.itests.security.PolicyUsers.connect;
import static io.sluice.itests.security.PolicyUsers.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;
import io.sluice.itests.management.ManagementClient;

/** Virtual hosts that come, change and go while the router runs, and what they count. */
class VhostChangeIT {

    private static final String NO_CONNECTION = "amqp:resource-limit-exceeded connection disallowed by local policy";
    private static final String NO_LINK = "amqp:unauthorized-access link disallowed by local policy";
    private static final String POLICY = "policy";
    private static final String VHOST = "vhost";
    private static final String STATS = "vhostStats";

    private static SluiceProcess router;
    private static ManagementClient manager;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.router("ITEST.VHOSTS")
            .section(POLICY, "enableVhostPolicy: yes")
            .section(VHOST, "hostname: managers", "groups: {", """
                "all": {
                    "users": "*",
                    "remoteHosts": "*",
                    "allowDynamicSource": true,
                    "sources": "*",
                    "targets": "*"
                }""", "}")
            .section(VHOST, "hostname: routes", "groups: {", """
                "all": {
                    "users": "*",
                    "remoteHosts": "*",
                    "allowDynamicSource": true,
                    "allowDynamicLinkRoutes": false,
                    "targets": "$management"
                }""", "}")
            .section(VHOST, "hostname: changing", "groups: {", """
                "all": {
                    "users": "*",
                    "remoteHosts": "*",
                    "targets": "old"
                }""", "}")
            .listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS")
            .listener("managers", "authenticatePeer: no", "policyVhost: managers")
            .listener("routes", "authenticatePeer: no", "policyVhost: routes"));
        manager = new ManagementClient(router.port("managers"), "$management");
    }

    @AfterAll
    static void stopRouter() {
        manager.close();
        router.close();
    }

    private static Map<String, Object> groups(Object... settings) {
        Map<String, Object> group = map(settings);
        group.put("users", "*");
        group.put("remoteHosts", "*");
        return map("all", group);
    }

    private static Object read(String type, String hostname, String attribute) throws Exception {
        ManagementClient.Reply reply = manager.ask(Map.of(), "operation", "READ", "type", PREFIX + type,
            "identity", type + '/' + hostname);
        assertEquals("200 OK", reply.line());
        return reply.attribute(attribute);
    }

    private static String ask(String operation, String hostname, Map<String, Object> body) throws Exception {
        return manager.ask(body, "operation", operation, "type", PREFIX + VHOST, "identity", VHOST + '/' + hostname)
            .line();
    }

    private static String update(String hostname, Map<String, Object> groups) throws Exception {
        return ask("UPDATE", hostname, map("groups", groups));
    }

    private static Peer open(String vhost) throws Exception {
        return connect(router.port(), vhost, null);
    }

    @Test
    void shouldTakeVhostsThatComeChangeAndGo() throws Exception {
        assertEquals(NO_CONNECTION, closed(router.port(), "moving", null));
        assertEquals("201 Created", manager.create(VHOST, "moving",
            map("hostname", "moving", "groups", groups("targets", "a"))).line());
        try (Peer early = open("moving")) {
            early.sender("a");
            assertEquals(NO_LINK, refused(() -> early.sender("b")));
            assertEquals("200 OK", update("moving", groups("targets", "b")));
            try (Peer late = open("moving")) {
                late.sender("b");
                assertEquals(NO_LINK, refused(() -> late.sender("a")));
            }
            assertEquals(NO_LINK, refused(() -> early.sender("b")));
            early.sender("a");
            assertEquals(map("all", map("targets", "b", "users", "*", "remoteHosts", "*")),
                read(VHOST, "moving", "groups"));
            assertEquals("204 No Content", manager.delete(VHOST, "moving").line());
            early.sender("a");
            assertEquals(NO_CONNECTION, closed(router.port(), "moving", null));
        }
    }

    @Test
    void shouldRefuseVhostsThatCannotBeAndKeepTheOldRules() throws Exception {
        assertEquals("201 Created", manager.create(VHOST, "kept",
            map("hostname", "kept", "groups", groups("targets", "a"))).line());
        String what = "user group 'all' specifies conflicting 'targets' and 'targetPattern' attributes."
            + " Use only one or the other.";
        Map<String, Object> wrong = groups("targets", "t", "targetPattern", "p");
        assertEquals("500 PolicyError: Policy 'kept' is invalid: Policy vhost 'kept' " + what,
            update("kept", wrong));
        assertEquals("500 PolicyError: Policy 'other' is invalid: Policy vhost 'other' " + what,
            manager.create(VHOST, "other", map("hostname", "other", "groups", wrong)).line());
        try (Peer peer = open("kept")) {
            peer.sender("a");
        }
        assertEquals(NO_CONNECTION, closed(router.port(), "other", null));
    }

    @Test
    void shouldCountWhatItAllowsAndRefuses() throws Exception {
        assertEquals("201 Created", manager.create(VHOST, "counted", map("hostname", "counted", "maxConnections", 2,
            "groups", groups("targets", "a", "sources", "b"))).line());
        long links = total("linksDenied");
        try (Peer one = open("counted"); Peer two = open("counted")) {
            assertEquals(NO_CONNECTION, closed(router.port(), "counted", null));
            assertEquals(NO_LINK, refused(() -> one.sender("x")));
            assertEquals(NO_LINK, refused(() -> one.receiver("y", 0)));
            assertEquals(NO_LINK, refused(() -> two.receiver("z", 0)));
            assertEquals(List.of(2L, 1L, 2L, 1L, 2L), List.of(stat("connectionsApproved"), stat("connectionsDenied"),
                stat("connectionsCurrent"), stat("senderDenied"), stat("receiverDenied")));
            Map<?, ?> users = (Map<?, ?>) read(STATS, "counted", "perUserState");
            assertEquals(2, ((List<?>) users.get("anonymous")).size());
            assertEquals(2, ((List<?>) ((Map<?, ?>) read(STATS, "counted", "perHostState")).get("127.0.0.1")).size());
        }
        assertEquals(links + 3, total("linksDenied"));
        Awaitility.await().until(() -> stat("connectionsCurrent") == 0);
        assertEquals(2, stat("connectionsApproved"));
    }

    @Test
    void shouldRefuseLinkRoutesToConnectionsThatMayNotHaveAny() throws Exception {
        String type = "router.connection.linkRoute";
        try (ManagementClient client = new ManagementClient(router.port("routes"), "$management")) {
            assertEquals("403 Forbidden",
                client.create(type, "mine", map("pattern", "far.#", "direction", "in")).line());
            assertEquals("403 Forbidden", client.create(type, "mine", map()).line());
            assertEquals(List.of(), client.query(type).results());
        }
        assertEquals("201 Created", manager.create(type, "mine", map("pattern", "far.#", "direction", "in")).line());
        assertEquals("204 No Content", manager.delete(type, "mine").line());
    }

    @Test
    void shouldKeepWhatWasChangedWhenThePolicyIsReplaced() throws Exception {
        assertEquals("200 OK", update("changing", groups("targets", "new")));
        try (Peer early = open("changing"); Jmx jmx = Jmx.attach(router)) {
            for (String bundle : List.of("io.sluice.security.policy", "io.sluice.config")) {
                jmx.restart(bundle);
                Awaitility.await(bundle).until(() -> ask("READ", "changing", Map.of()).equals("200 OK"));
                Awaitility.await(bundle).untilAsserted(() ->
                    assertEquals(1, ((Number) read(STATS, "changing", "connectionsCurrent")).intValue()));
                try (Peer late = open("changing")) {
                    late.sender("new");
                    assertEquals(NO_LINK, refused(() -> late.sender("old")));
                }
                early.sender("new");
            }
            // Other tests need a configuration that is all there again.
            Awaitility.await().until(() -> update("changing", groups("targets", "new")).equals("200 OK"));
        }
    }

    private static long stat(String attribute) throws Exception {
        return ((Number) read(STATS, "counted", attribute)).longValue();
    }

    private static long total(String attribute) throws Exception {
        List<?> row = (List<?>) manager.query(POLICY, attribute).results().get(0);
        return ((Number) row.get(0)).longValue();
    }
}
