// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.routing.core.AddressTable;
import io.sluice.routing.core.Plugins;
import io.sluice.routing.core.Strategies;

class AddressTextTest {

    private final AddressTable table = new AddressTable(new Strategies(new Plugins()), "me");

    private String key(String text) {
        return table.resolve(text, null, true, -1).key();
    }

    @ParameterizedTest
    @CsvSource({
        "x, x",
        "/x, x",
        "amqp:/x, x",
        "amqp://host/x, x",
        "amqp://host:5672/x, x",
        "amqps://host:5671/x/y, x/y",
        "//host/x, x",
        "x., x",
        "x/, x",
        "x//, x/",
        "/x/y.z/, x/y.z",
        "a:b/c, a:b/c",
        "a:b, a:b",
        "a/b:/c, a/b:/c",
        "amqp://host, amqp://host",
        "X, X"
    })
    void shouldReduceToThePath(String text, String path) {
        assertEquals(path, AddressText.normalise(text));
    }

    @Test
    void shouldBearTextsWithoutContent() {
        assertEquals("", AddressText.normalise(""));
        assertEquals("", AddressText.normalise("/"));
        assertEquals("", AddressText.normalise("."));
        assertEquals("", AddressText.normalise("amqp:/"));
    }

    @ParameterizedTest
    @CsvSource({
        "examples, M0examples",
        "amqp://h/examples/, M0examples",
        "_local/x, Lx",
        "amqp:/_local/$management, L$management",
        "_topo/all/x, Rx",
        "_topo/all/me/x, Lx",
        "_topo/all/all/x, Tx",
        "_topo/all, Aall",
        "_topo/0, A0",
        "_topo/0/me, Rme",
        "_topo/0/me/, Rme",
        "_topo/0/all, Rall",
        "_edge/me/x, Lx",
        "_edge/me, Hme",
        "_topo/0/all/qdrouter, Tqdrouter",
        "_topo/0/me/temp.abc, Ltemp.abc",
        "amqp:/_topo/0/me/x/y, Lx/y",
        "_topo/0/other/x, Rother",
        "_topo/0/other, Rother",
        "_topo/1/other/x, A1",
        "_edge/e1/x, He1",
        "_topology/x, M0_topology/x",
        "_$temp.abc, M0_$temp.abc",
        "_local, M0_local",
        "_local/, M0_local",
        "a..b, M0a..b",
        "/, M0"
    })
    void shouldFindClassAndKey(String text, String key) {
        assertEquals(key, key(text));
    }

    @Test
    void shouldCompareBytewise() {
        assertNotEquals(key("a"), key("A"));
        assertNotEquals(key("a.b"), key("a/b"));
    }

    @Test
    void shouldPutTheTenantBeforeMobileAddressesOnly() {
        assertEquals("M0v/x", table.resolve("x", "v/", true, -1).key());
        assertEquals("Lx", table.resolve("_local/x", "v/", true, -1).key());
        assertEquals("Ltemp.1", table.resolve("amqp:/_topo/0/me/temp.1", "v/", false, -1).key());
        assertEquals("M0_$temp.1", table.resolve("amqp:/_$temp.1", "v/", true, -1).key());
    }

    @Test
    void shouldTreatAllButRoutersByDefault() {
        table.configure("me", Treatment.MULTICAST);
        for (String text : List.of("x", "_local/x", "_topo/0/me/x", "_topo/0/all/x", "_edge/e/x", "_$temp.x")) {
            assertEquals(Treatment.MULTICAST, table.resolve(text, null, false, -1).treatment(), text);
        }
        assertEquals(Treatment.CLOSEST, table.resolve("_topo/0/other/x", null, true, -1).treatment());
    }

    @Test
    void shouldGiveInProcessConsumersTreatmentsOfTheirOwn() {
        table.configure("me", Treatment.UNAVAILABLE);
        assertEquals(Treatment.CLOSEST, table.resolveInProcess("$management").treatment());
        assertEquals(Treatment.CLOSEST, table.resolveInProcess("_local/x").treatment());
        assertEquals(Treatment.MULTICAST, table.resolveInProcess("_topo/0/all/x").treatment());
    }
}
