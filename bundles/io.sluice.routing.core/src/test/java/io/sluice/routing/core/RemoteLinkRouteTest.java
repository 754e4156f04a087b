// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.core.rule.RuleFactory;

class RemoteLinkRouteTest {

    private final NetworkFixture network = new NetworkFixture();
    private final CoreFixture core = network.core;
    private RuleFactory<LinkRouteRule> routes;

    @BeforeEach
    void makeRoutes() {
        routes = new RuleFactory<>(LinkRoutes.PID, core.core.linkRoutes(), core.core.control()::order, core.reports);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private void route(String name, String... properties) {
        Map<String, Object> all = new HashMap<>(Map.of("name", name));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        routes.updated(name, new Hashtable<>(all));
        core.sync();
    }

    private FakePeer ask(boolean incoming, String address) {
        FakePeer peer = new FakePeer();
        core.attach(CoreFixture.link(incoming, Kind.ADDRESSED, address), peer);
        return peer;
    }

    @Test
    void shouldTellOthersWhereThereIsAContainer() {
        route("in", "prefix", "lr", "direction", "in", "containerId", "BROKER");
        route("out", "pattern", "lr.#", "direction", "out", "containerId", "BROKER");
        route("pattern", "pattern", "a.*.b", "direction", "out", "containerId", "BROKER");
        assertEquals(List.of("replayed"), network.member.told);
        FakeContainer broker = new FakeContainer(core, 9, "b", "BROKER");
        assertEquals(List.of("add Clr 4", "add Dlr 4", "add Fa.*.b 4"),
                network.member.told.subList(1, network.member.told.size()));
        broker.connection.closed();
        core.sync();
        assertEquals(List.of("remove Clr", "remove Dlr", "remove Fa.*.b"),
                network.member.told.subList(4, network.member.told.size()));
    }

    @Test
    void shouldSendALinkToARouterThatHasAContainer() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.behind(2, "C", 1, 2);
        network.remote(2, "Dlr", 4);
        FakePeer client = ask(false, "lr.q");
        FakeContainer.Asked asked = b.asked.poll();
        assertEquals("link@client1", asked.descriptor.name());
        assertEquals("lr.q", asked.descriptor.address());
        assertTrue(asked.descriptor.incoming());
        assertSame(client.splice, asked.descriptor.splice());
        assertNotNull(core.core.linkEntities().get(Long.toString(client.linkId)).attribute("peer"));
        FakePeer sending = ask(true, "lr.q");
        assertNull(sending.splice);
        assertEquals(1, core.core.addressEntities().get("Dlr").attribute("remoteCount"));
    }

    @Test
    void shouldKeepTheNameOfALinkThatComesFromAnotherRouterAndNotSendItBack() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        network.remote(1, "Clr", 4);
        network.remote(2, "Clr", 4);
        for (int i = 0; i < 2; i++) {
            LinkDescriptor link = new LinkDescriptor(
                    "l@client" + i, true, Kind.ADDRESSED, "lr.q", List.of(), Map.of(), 10, false);
            b.connection.attach(link, new FakePeer());
            core.sync();
            assertEquals("l@client" + i, c.asked.poll().descriptor.name());
        }
        assertTrue(b.asked.isEmpty());
    }

    @Test
    void shouldPreferContainersHereAndTakeTurnsAmongRouters() throws InterruptedException {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 9);
        route("in", "prefix", "lr", "direction", "in", "containerId", "BROKER");
        network.remote(1, "Clr", 4);
        network.remote(2, "Clr", 4);
        ask(true, "lr.1");
        ask(true, "lr.2");
        assertEquals(1, b.asked.size());
        assertEquals(1, c.asked.size());
        FakeContainer broker = new FakeContainer(core, 9, "b", "BROKER");
        ask(true, "lr.3");
        assertEquals("lr.3", broker.next().descriptor.address());
        assertEquals(1, b.asked.size());
    }

    @Test
    void shouldRefuseALinkWhileNoRouterWithAContainerIsInReach() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.remote(1, "Clr", 4);
        network.path(1, -1, 0);
        assertEquals(LinkError.NO_ROUTE, ask(true, "lr.1").error);
        network.tables.addressRemoved(1, "Clr");
        core.sync();
        FakePeer plain = ask(true, "lr.1");
        assertFalse(plain.detached);
        assertNull(plain.splice);
        assertTrue(b.asked.isEmpty());
        assertNull(core.core.addressEntities().get("Clr"));
    }
}
