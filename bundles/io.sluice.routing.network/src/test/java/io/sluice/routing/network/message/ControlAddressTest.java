// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.routing.network.message.ControlAddress.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlAddressTest {

    @Test
    void shouldReadItsOwnAddresses() {
        assertEquals(new ControlAddress(Scope.NEIGHBOURS, null, false), ControlAddress.parse(ControlAddress.HELLO));
        assertEquals(new ControlAddress(Scope.ALL, null, false), ControlAddress.parse(ControlAddress.ALL_ROUTERS));
        assertEquals(new ControlAddress(Scope.ALL, null, true), ControlAddress.parse(ControlAddress.ALL_MOBILE));
        assertEquals(new ControlAddress(Scope.ROUTER, "A/B", false),
            ControlAddress.parse(ControlAddress.routing("A/B")));
        assertEquals(new ControlAddress(Scope.ROUTER, "A", true), ControlAddress.parse(ControlAddress.mobile("A")));
    }

    @Test
    void shouldReadOtherSpellings() {
        ControlAddress all = new ControlAddress(Scope.ALL, null, false);
        assertEquals(all, ControlAddress.parse("_topo/all/qdrouter"));
        assertEquals(all, ControlAddress.parse("/_topo/0/all/qdrouter"));
        assertEquals(all, ControlAddress.parse("amqp://host:5672/_topo/0/all/qdrouter"));
        assertEquals(all, ControlAddress.parse("//host/_topo/0/all/qdrouter"));
    }

    @Test
    void shouldLeaveEverythingElseAlone() {
        for (String text : List.of("", "orders", "_topo/", "_topo/0/qdrouter", "_topo/0//qdrouter", "_topo/qdrouter",
                "_topo/1/A/qdrouter", "_topo/1/all/qdrouter", "_topo/0/A/$management", "_topo/0/A/xqdrouter",
                "_local/qdrouter", "_local/qdhello/x", "amqp://host", "_edge/A/qdrouter")) {
            assertNull(ControlAddress.parse(text), text);
        }
    }
}
