// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import io.sluice.management.api.ManagementException;

class RuntimeConfiguratorTest {

    private static final String TYPES = "org.apache.qpid.dispatch.";

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private final ReportBoard board = new ReportBoard();
    private final RuntimeConfigurator configurator = new RuntimeConfigurator(admin.service(), board, 50);

    @BeforeEach
    void answerEverything() {
        admin.onUpdate = (pid, properties) -> board.applied(pid, null);
    }

    private static void refused(int status, String text, Executable call) {
        ManagementException e = assertThrows(ManagementException.class, call);
        assertEquals(status + " " + text, e.status() + " " + e.getMessage());
    }

    @Test
    void shouldCreateAndDelete() throws ManagementException {
        assertEquals("listener/:5:l", configurator.create("listener", "l", Map.of("port", "5", "role", "normal")));
        assertEquals("amqp", configurator.create(TYPES + "connector", null, Map.of("host", "h"))
            .substring("connector/h:".length()));
        configurator.delete(TYPES + "listener", "l");
        configurator.delete("connector", "connector/h:amqp");
        assertTrue(admin.stored.isEmpty());
    }

    @Test
    void shouldNumberAddressesOn() throws ManagementException {
        assertEquals("1", configurator.create("address", null, Map.of("prefix", "a", "fallback", "no")));
        assertEquals("2", configurator.create(TYPES + "router.config.address", "n", Map.of("pattern", "b.#")));
        refused(400, "Already exists", () -> configurator.create("address", null, Map.of("prefix", "a")));
        refused(400, "Name conflicts with an existing entity",
            () -> configurator.create("address", "n", Map.of("prefix", "c")));
    }

    @Test
    void shouldAnswerWithThePeersTexts() {
        refused(400, "No such entity type 'x'", () -> configurator.create("x", null, Map.of()));
        refused(400, "Unknown attribute 'x' for '" + TYPES + "listener'",
            () -> configurator.create("listener", null, Map.of("x", 1)));
        refused(400, TYPES + "listener: Invalid Boolean value ''maybe''",
            () -> configurator.create("listener", null, Map.of("authenticatePeer", "maybe")));
        refused(400, TYPES + "router.config.address: Invalid value for enum['multicast', 'closest', 'balanced',"
            + " 'unavailable']: 'x'", () -> configurator.create("address", null,
            Map.of("prefix", "a", "distribution", "x")));
        refused(400, TYPES + "listener: http: not supported yet: 'true'"
            + " (this version has no HTTP server; JMX and $management have what it would tell)",
            () -> configurator.create("listener", null, Map.of("http", true)));
        refused(400, "Either a 'prefix' or 'pattern' attribute must be provided",
            () -> configurator.create("address", null, Map.of()));
        refused(400, "Conflicting values for 'name'",
            () -> configurator.create("listener", "a", Map.of("name", "b")));
        refused(403, "Operation 'CREATE' not implemented for '" + TYPES + "log' ['READ', 'UPDATE']",
            () -> configurator.create("log", null, Map.of("module", "ERROR")));
        refused(404, "No entity with name=x", () -> configurator.delete("listener", "x"));
        refused(403, "Operation 'DELETE' not implemented for '" + TYPES + "router' ['READ']",
            () -> configurator.delete("router", "x"));
    }

    @Test
    void shouldRefuseDuplicatesAndUnknownProfiles() throws ManagementException {
        configurator.create("sslProfile", "p", Map.of());
        configurator.create("listener", "l", Map.of("port", "1", "sslProfile", "p"));
        refused(400, "adding listener 'l' duplicates unique attribute 'name' from existing listener/:1:l",
            () -> configurator.create("listener", "l", Map.of("port", "2")));
        refused(400, TYPES + "listener: Invalid value for sslProfile: 'q'",
            () -> configurator.create("listener", null, Map.of("port", "3", "sslProfile", "q")));
    }

    @Test
    void shouldTakeSeveralLinkRoutesOfOnePrefix() throws ManagementException {
        assertEquals("1", configurator.create("linkRoute", "a", Map.of("prefix", "q", "direction", "in")));
        assertEquals("2", configurator.create("linkRoute", null, Map.of("prefix", "q", "direction", "in")));
        assertEquals(2, admin.stored.size());
        refused(400, "Name conflicts with an existing entity",
            () -> configurator.create("linkRoute", "a", Map.of("prefix", "r", "direction", "in")));
        configurator.delete("linkRoute", "2");
        assertEquals(1, admin.stored.size());
    }

    @Test
    void shouldTakeBackWhatIsRejected() {
        admin.onUpdate = (pid, properties) -> board.rejected(pid, "certFile", "no such file");
        refused(500, "certFile: no such file", () -> configurator.create("sslProfile", "p", Map.of("certFile", "/x")));
        assertTrue(admin.stored.isEmpty());
    }

    @Test
    void shouldSayWhatContradictsOtherData() {
        admin.onUpdate = (pid, properties) -> board.rejected(pid, "exchangeName", "Named exchange does not exist");
        refused(400, "Named exchange does not exist", () -> configurator.create("binding", "b",
            Map.of("exchangeName", "x", "nextHopAddress", "h")));
        assertTrue(admin.stored.isEmpty());
    }

    @Test
    void shouldChangeWhatIsThereAndKeepItSo() throws Exception {
        Map<String, Object> groups = Map.of("g", Map.of("users", "*"));
        assertEquals("vhost/v", configurator.create("vhost", null, Map.of("hostname", "v", "groups", groups)));
        Map<String, Object> changes = new HashMap<>();
        changes.put("groups", Map.of("h", Map.of("users", "u")));
        changes.put("aliases", null);
        changes.put("maxConnections", 7);
        configurator.update(TYPES + "vhost", "vhost/v", changes);
        var stored = admin.stored.values().iterator().next();
        assertEquals("{\"h\":{\"users\":\"u\"}}", stored.get("groups"));
        assertEquals(7, stored.get("maxConnections"));
        assertEquals("v", stored.get("hostname"));
        refused(404, "No entity with identity=vhost/w", () -> configurator.update("vhost", "vhost/w", changes));
        refused(403, "Operation 'UPDATE' not implemented for '" + TYPES + "listener' ['READ', 'CREATE', 'DELETE']",
            () -> configurator.update("listener", "l", changes));
    }

    @Test
    void shouldTakeBackAChangeThatIsRejected() throws Exception {
        configurator.create("vhost", null, Map.of("hostname", "v", "maxConnections", 5));
        admin.onUpdate = (pid, properties) -> {
            if (properties.get("maxConnections").equals(5)) {
                board.applied(pid, null);
            } else {
                board.rejected(pid, "maxConnections", "too many");
            }
        };
        refused(500, "PolicyError: too many",
            () -> configurator.update("vhost", "vhost/v", Map.of("maxConnections", 6)));
        assertEquals(5, admin.stored.values().iterator().next().get("maxConnections"));
    }

    @Test
    void shouldDeleteBindingsWithTheirExchange() throws ManagementException {
        assertEquals("1", configurator.create("exchange", "x", Map.of("address", "a")));
        assertEquals("2", configurator.create("exchange", "y", Map.of("address", "b")));
        configurator.create("binding", null, Map.of("exchangeName", "x", "nextHopAddress", "h"));
        configurator.create("binding", "of-y", Map.of("exchangeName", "y", "nextHopAddress", "h"));
        configurator.delete(TYPES + "router.config.exchange", "x");
        assertEquals(2, admin.stored.size());
        configurator.delete("binding", "of-y");
        refused(404, "No entity with name=binding/0", () -> configurator.delete("binding", "binding/0"));
    }

    @Test
    void shouldKeepListenerWhosePortIsTaken() throws ManagementException {
        admin.onUpdate = (pid, properties) -> board.rejected(pid, "port", "in use");
        assertEquals("listener/:1", configurator.create("listener", null, Map.of("port", "1")));
        assertFalse(admin.stored.isEmpty());
    }

    @Test
    void shouldTakeBackWhatNobodyTakes() {
        admin.onUpdate = (pid, properties) -> { };
        refused(500, "nothing took this configuration within 50 ms; expected the bundle that serves address to be"
            + " installed and started", () -> configurator.create("address", null, Map.of("prefix", "a")));
        assertTrue(admin.stored.isEmpty());
    }
}
