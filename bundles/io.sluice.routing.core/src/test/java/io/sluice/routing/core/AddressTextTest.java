// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "_topo/all/x, Tx",
        "_topo/0/all/qdrouter, Tqdrouter",
        "_topo/0/me/temp.abc, Ltemp.abc",
        "amqp:/_topo/0/me/x/y, Lx/y",
        "_topo/0/other/x, Rother",
        "_topo/0/other, Rother",
        "_topo/1/other/x, A1",
        "_edge/e1/x, He1",
        "_topology/x, M0_topology/x",
        "_$temp.abc, M0_$temp.abc",
        "_local, M0_local"
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
    void shouldDistributeLocalAddressesClosestAndTemporaryOnesBalanced() {
        assertEquals(Treatment.CLOSEST, table.resolve("_local/x", null, false, -1).treatment());
        assertEquals(Treatment.BALANCED, table.resolve("_topo/0/me/temp.x", null, false, -1).treatment());
        table.configure("me", Treatment.UNAVAILABLE);
        assertEquals(Treatment.BALANCED, table.resolve("_$temp.x", null, false, -1).treatment());
        assertEquals(Treatment.UNAVAILABLE, table.resolve("x", null, false, -1).treatment());
    }
}
