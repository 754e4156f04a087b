// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

class JsonFormTest {

    @Test
    void shouldReadPairsWithNativeTypesAndComments() throws ConfigException {
        Plan plan = Configs.json("""
            # generated
            [
              ["router", {"mode": "standalone", "id": "R"}],
              ["listener", {"host": "127.0.0.1", "port": 5673, "authenticate-peer": true,
                            "openProperties": {"a": {"b": 1}},}],
            ]
            """);
        Section listener = Configs.section(plan, "listener");
        assertEquals("5673", listener.text("port"));
        assertEquals(true, listener.values().get("authenticatePeer"));
        assertEquals(Map.of("a", Map.of("b", 1)), listener.values().get("openProperties"));
        assertEquals("R", plan.router().text("id"));
    }

    @Test
    void shouldNameLineOfAttribute() {
        ConfigException e = assertThrows(ConfigException.class, () -> Configs.json("""
            [
              ["router", {"id": "R"}],
              ["listener", {"port": 1,
                            "hots": "x"}]
            ]
            """));
        assertEquals("t.json:4: listener: hots: Unknown attribute 'hots' for 'org.apache.qpid.dispatch.listener';"
            + " expected an attribute of listener; did you mean 'host'?", e.getMessage());
    }

    @Test
    void shouldRefuseOtherShapes() {
        assertTrue(assertThrows(ConfigException.class, () -> Configs.json("{\"a\": 1}")).getMessage()
            .startsWith("t.json:1: Invalid config file syntax (line 1)"));
        assertTrue(assertThrows(ConfigException.class, () -> Configs.json("[\n[\"router\"]\n]")).getMessage()
            .startsWith("t.json:2: Invalid config file syntax (line 2)"));
        assertTrue(assertThrows(ConfigException.class, () -> Configs.json("[\n[\"router\", {]\n]")).getMessage()
            .startsWith("t.json: Invalid JSON: "));
    }
}
