// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.ManagementException;
import io.sluice.security.api.ConnectionPolicy.Denial;
import io.sluice.security.api.PolicyGrant;
import io.sluice.security.api.PolicyRequest;

class VhostPolicyTest {

    private final VhostTable table = new VhostTable();
    private final VhostPolicy policy = new VhostPolicy(table);
    private long connections;

    @BeforeEach
    void enforce() {
        configure("enableVhostPolicy", true, "maxMessageSize", 900);
    }

    private void configure(Object... pairs) {
        policy.start(map(pairs));
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private VhostSection vhost(String hostname, String groups, Object... more) {
        VhostSection section = new VhostSection(table);
        Map<String, Object> attributes = map(more);
        attributes.put("hostname", hostname);
        attributes.put("groups", groups);
        section.start(attributes);
        return section;
    }

    private PolicyGrant open(String vhost, String user) {
        return policy.open(
            new PolicyRequest(++connections, "normal", false, null, vhost, user, "127.0.0.1:" + (1000 + connections)));
    }

    private static final String ALL = "{\"$default\": {\"users\": \"*\", \"remoteHosts\": \"*\"}}";

    @Test
    void shouldBeNoneOfItsBusinessWhileItIsOff() {
        configure("enableVhostPolicy", false);
        assertFalse(policy.enforced());
        assertNull(open("nope", "u"));
    }

    @Test
    void shouldLeaveConnectionsBetweenRoutersAlone() {
        assertNull(policy.open(new PolicyRequest(1, "inter-router", false, null, "x", "u", "h:1")));
        assertNull(policy.open(new PolicyRequest(1, "normal", true, null, null, null, "h:1")));
    }

    @Test
    void shouldFindTheVhostByNameAliasPatternOrDefault() {
        vhost("a", ALL, "aliases", "b, c");
        assertEquals("a", open("a", "u").vhost());
        assertEquals("a", open("c", "u").vhost());
        assertFalse(open("d.e", "u").allowed());
        vhost("d.*", ALL);
        configure("enableVhostPolicy", true, "enableVhostNamePatterns", true, "defaultVhost", "a");
        assertEquals("d.*", open("d.e", "u").vhost());
        assertEquals("a", open("zzz", "u").vhost());
        assertEquals("a", policy.open(new PolicyRequest(99, "normal", false, "b", "d.e", "u", "h:1")).vhost());
    }

    @Test
    void shouldPutUsersIntoTheirGroup() {
        vhost("v", "{\"g\": {\"users\": \"bob,eve\", \"remoteHosts\": \"*\", \"sources\": \"s\"},"
            + "\"$default\": {\"remoteHosts\": \"*\", \"maxMessageSize\": \"7\", \"targetPattern\": \"t.#\"}}",
            "allowUnknownUser", true, "maxMessageSize", 8);
        PolicyGrant known = open("v", "bob");
        assertTrue(known.settings().sources().allows("s"));
        assertFalse(known.settings().targets().allows("s"));
        assertEquals(8, known.settings().maxMessageSize());
        assertFalse(known.settings().allowAnonymousSender());
        assertTrue(known.settings().allowWaypointLinks());
        PolicyGrant unknown = open("v", "joe");
        assertEquals(7, unknown.settings().maxMessageSize());
        assertTrue(unknown.settings().targets().allows("t.x"));
        vhost("w", "{\"g\": {\"users\": \"bob\", \"remoteHosts\": \"*\"}}");
        assertFalse(open("w", "joe").allowed());
        assertEquals(900, open("w", "bob").settings().maxMessageSize());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"127.0.0.1|true", "*|true", "127.0.0.0-127.0.0.255|true", "10.0.0.1|false",
        "10.0.0.1-10.0.0.9|false", "::1|false", "127.0.0.2,127.0.0.1|true"})
    void shouldLetOnlyHostsInThatAreNamed(String hosts, boolean allowed) {
        vhost("v", "{\"$default\": {\"users\": \"*\", \"remoteHosts\": \"" + hosts + "\"}}");
        assertEquals(allowed, open("v", "u").allowed());
    }

    @Test
    void shouldLimitConnectionsAndCountThem() {
        vhost("v", ALL, "maxConnections", 3, "maxConnectionsPerUser", 2);
        assertTrue(open("v", "a").allowed());
        assertTrue(open("v", "a").allowed());
        assertFalse(open("v", "a").allowed());
        assertTrue(open("v", "b").allowed());
        assertFalse(open("v", "c").allowed());
        policy.denied(1, Denial.SENDER);
        policy.denied(1, Denial.MESSAGE_SIZE);
        VhostStatsEntity stats = table.stats().entities().iterator().next();
        assertEquals(3L, stats.attribute("connectionsApproved"));
        assertEquals(2L, stats.attribute("connectionsDenied"));
        assertEquals(3L, stats.attribute("connectionsCurrent"));
        assertEquals(1L, stats.attribute("senderDenied"));
        assertEquals(Map.of("a", List.of("127.0.0.1:1001", "127.0.0.1:1002"), "b", List.of("127.0.0.1:1004")),
            stats.attribute("perUserState"));
        policy.closed(1);
        policy.closed(1);
        assertEquals(2L, stats.attribute("connectionsCurrent"));
        assertTrue(open("v", "a").allowed());
        assertEquals(1, policy.totals().links());
        assertEquals(1, policy.totals().messages());
    }

    @Test
    void shouldCountConnectionsOfAnEarlierInstance() {
        vhost("v", ALL, "maxConnections", 1);
        PolicyGrant grant = open("v", "a");
        VhostPolicy next = new VhostPolicy(table);
        policy.closed(1);
        next.start(map("enableVhostPolicy", true));
        next.adopt(1, grant);
        next.adopt(1, grant);
        assertFalse(open("v", "b").allowed());
        next.closed(1);
        assertTrue(open("v", "b").allowed());
    }

    @Test
    void shouldCountConnectionsThatAreThereBeforeTheirVhost() {
        policy.adopt(1, new PolicyGrant(true, true, "late", "late", "a", "h:1", "h", null));
        vhost("late", ALL, "maxConnections", 1);
        assertFalse(open("late", "b").allowed());
        policy.closed(1);
        assertTrue(open("late", "b").allowed());
    }

    @Test
    void shouldForgetTheCountsOfAVhostThatIsDeleted() {
        VhostSection section = vhost("v", ALL, "maxConnections", 1);
        assertTrue(open("v", "a").allowed());
        section.stop();
        vhost("v", ALL, "maxConnections", 1);
        assertTrue(open("v", "a").allowed());
    }

    @Test
    void shouldHoldADialledConnectionToTheGroupForIt() {
        vhost("v", "{\"$connector\": {\"sources\": \"s\"}}");
        PolicyRequest request = new PolicyRequest(1, "normal", true, "v", null, null, "h:1");
        assertTrue(policy.open(request).settings().sources().allows("s"));
        assertFalse(policy.open(new PolicyRequest(2, "normal", true, "w", null, null, "h:1")).allowed());
        vhost("w", ALL);
        assertFalse(policy.open(new PolicyRequest(2, "normal", true, "w", null, null, "h:1")).allowed());
    }

    @Test
    void shouldChangeAndForgetVhostsWhileRunning() throws Exception {
        VhostSection section = vhost("v", ALL);
        VhostEntity entity = table.vhosts().get("vhost/v");
        Map<String, Object> values = map("hostname", "v", "groups", ALL, "maxConnections", 0);
        section.start(values);
        assertEquals(0, entity.attribute("maxConnections"));
        assertFalse(open("v", "u").allowed());
        values.put("groups", "{\"g\": \"x\"}");
        section.start(values);
        assertEquals(Map.of("$default", Map.of("users", "*", "remoteHosts", "*")), entity.attribute("groups"));
        section.stop();
        assertEquals(0, table.vhosts().size());
        assertEquals(0, table.stats().size());
        assertFalse(open("v", "u").allowed());
    }

    @Test
    void shouldHaveChangesKeptByTheConfiguration() throws Exception {
        VhostSection section = vhost("v", ALL);
        VhostEntity entity = table.vhosts().get("vhost/v");
        assertEquals("Configuration is not available", assertThrows(ManagementException.class,
            () -> entity.update(Map.of("maxConnections", 1))).getMessage());
        Configurator configurator = new Configurator() {
            @Override
            public String create(String type, String name, Map<String, ?> attributes) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void update(String type, String identity, Map<String, ?> changes) {
                Map<String, Object> values = map("hostname", "v", "groups", ALL, "identity", identity);
                values.putAll(changes);
                section.start(values);
            }

            @Override
            public void delete(String type, String identityOrName) {
                throw new UnsupportedOperationException();
            }
        };
        section.configurator = configurator;
        entity.update(Map.of("maxConnections", 1));
        assertEquals(1, entity.attribute("maxConnections"));
        assertEquals("vhost/v", entity.attribute("identity"));
    }

    private String problem(String hostname, Object groups, Object... more) {
        Map<String, Object> attributes = map(more);
        attributes.put("hostname", hostname);
        attributes.put("groups", groups);
        VhostEntity entity = new VhostEntity(hostname, new Counts(), (identity, changes) -> { });
        return assertThrows(PolicyException.class, () -> table.put(entity, VhostReader.read(attributes)))
            .getMessage();
    }

    @Test
    void shouldSayWhatIsWrongInTheWordsThatToolsKnow() {
        assertEquals("Policy 'v' is invalid: Policy vhost 'v' allows connections by default but default settings are"
            + " not defined", problem("v", "{}", "allowUnknownUser", true));
        assertEquals("Policy 'v' is invalid: Policy vhost 'v' user 'a' is in multiple user groups 'g' and 'h'",
            problem("v", new java.util.TreeMap<>(Map.of("g", Map.of("users", "a"), "h", Map.of("users", "b,a")))));
        assertEquals("Policy 'v' is invalid: Policy vhost 'v' user group 'g' option 'maxSenders' has error 'Value 'x'"
            + " does not resolve to an integer.'.", problem("v", "{\"g\": {\"maxSenders\": \"x\"}}"));
        assertEquals("Policy 'v' is invalid: Policy vhost 'v' user group 'g' option 'maxSenders' has error 'Value '-1'"
            + " is below minimum '0'.'.", problem("v", "{\"g\": {\"maxSenders\": -1}}"));
        assertEquals("Policy 'v' is invalid: Policy vhost 'v' option 'allowDynamicSource' must be of type 'bool' but is"
            + " 'String'", problem("v", "{\"g\": {\"allowDynamicSource\": \"perhaps\"}}"));
        assertEquals("Policy 'v' is invalid: Policy vhost 'v' user group 'g' specifies conflicting 'targets' and"
            + " 'targetPattern' attributes. Use only one or the other.",
            problem("v", "{\"g\": {\"targets\": \"a\", \"targetPattern\": \"b\"}}"));
        assertTrue(problem("v", "{\"g\": {\"remoteHosts\": \"9-1\"}}").contains("option 'remoteHosts' has error"));
        vhost("w", ALL, "aliases", "x");
        assertEquals("Policy is creating vhost 'x' but that name is already an alias for vhost 'w'",
            problem("x", ALL));
        assertEquals("Policy for vhost 'y' defines alias 'w' which conflicts with an existing vhost named 'w'",
            problem("y", ALL, "aliases", "w"));
    }
}
