// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.CoreFixture;
import io.sluice.routing.core.FakeContainer;
import io.sluice.routing.core.FakeContainer.Asked;
import io.sluice.routing.core.FakePeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;


/** An edge router's connections, its fixed links, its forwarding and its stand-ins for clients. */
class EdgeRouterTest {

    private final EdgeFixture edge = new EdgeFixture(EdgeFixture.PATIENT);
    private final CoreFixture core = edge.core;

    @AfterEach
    void stop() {
        edge.close();
    }

    // ---- connections

    @Test
    void shouldBeginItsLinksInTheOrderAndWayThatInteriorRoutersKnow() throws Exception {
        edge.connect();
        List<Asked> all = List.of(edge.uplink, edge.downlink, edge.tracking, edge.requests, edge.requestReplies,
                edge.lookups, edge.lookupReplies, edge.heartbeat);
        assertEquals(List.of(
                "out ANONYMOUS null endpoint 100", "in ADDRESSED me endpoint 100",
                "in ADDRESSED _$qd.edge_addr_tracking core 32",
                "out ADDRESSED $management core 100", "in DYNAMIC null core 100",
                "out ADDRESSED _$qd.addr_lookup core 32", "in DYNAMIC null core 250",
                "out ADDRESSED _$qd.edge_heartbeat core 2"),
                all.stream().map(asked -> asked.descriptor).map(link -> (link.incoming() ? "in " : "out ")
                    + link.kind() + " " + link.address() + " " + link.session() + " " + link.capacity()).toList());
        assertEquals(List.of("qd.router-edge-downlink"), edge.downlink.descriptor.capabilities());
        assertTrue(edge.downlink.descriptor.bareCapability());
        assertTrue(edge.interior.active);
        assertTrue(edge.downlink.peer.path());
    }

    @Test
    void shouldKeepFurtherConnectionsInReserve() throws Exception {
        edge.connect();
        FakeContainer second = edge.open(51);
        assertFalse(second.active);
        assertTrue(second.nothingAsked());
        FakeContainer third = edge.open(52);
        edge.interior.connection.closed();
        core.sync();
        edge.answerAll(second);
        assertTrue(second.active);
        assertTrue(third.nothingAsked());
        assertFalse(third.active);
        // The first one comes back, and waits like any other.
        assertTrue(edge.open(53).nothingAsked());
    }

    @Test
    void shouldUseAConnectionThatComesAfterAllWereLost() throws Exception {
        edge.connect();
        edge.interior.connection.closed();
        core.sync();
        assertNull(core.core.edge().outlet());
        edge.answerAll(edge.open(51));
        assertTrue(edge.interior.active);
    }

    @Test
    void shouldAskAgainForALinkThatEndsWhileTheConnectionLives() throws Exception {
        edge.connect();
        edge.heartbeat.link.detached(null);
        edge.uplink.link.detached(null);
        List<String> asked = List.of(
                String.valueOf(edge.interior.next().descriptor.address()),
                String.valueOf(edge.interior.next().descriptor.address()));
        assertTrue(asked.contains("null"), asked::toString);
        assertTrue(asked.contains("_$qd.edge_heartbeat"), asked::toString);
    }

    @Test
    void shouldLeaveConnectionsOfOtherRolesAlone() {
        FakeContainer container = new FakeContainer(core, 60, "c", "C");
        assertTrue(container.nothingAsked());
        assertNull(container.active);
    }

    @Test
    void shouldSendHeartbeatsAsLongAsThereIsCredit() throws Exception {
        edge.connect();
        edge.heartbeat.peer.stats.credit = 2;
        assertEquals(0L, ((Number) MessageSections.of(EdgeFixture.next(edge.heartbeat)).bodyValue()).longValue());
        Delivery second = EdgeFixture.next(edge.heartbeat);
        assertEquals(1L, ((Number) MessageSections.of(second).bodyValue()).longValue());
        assertTrue(second.presettled());
        assertEquals("0/me", second.annotations().ingress());
    }

    // ---- forwarding

    @Test
    void shouldMakeTemporaryAddressesOfItsOwn() {
        FakePeer peer = new FakePeer();
        core.attach(CoreFixture.link(false, Kind.DYNAMIC, null), peer);
        assertTrue(peer.address.matches("amqp:/_edge/me/temp\\.[A-Za-z0-9_-]{15}"), peer.address);
        assertEquals('L', peer.owningAddress.charAt(0));
    }

    @Test
    void shouldSendUpWhatNobodyHereHas() throws Exception {
        edge.connect();
        RouterLink sender = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, sender.transfer(edge.arriving(1, "nobody/here", null)));
        assertEquals(TransferResult.ROUTED, sender.transfer(edge.arriving(1, "amqp:/_topo/0/INT/temp.9", null)));
        assertEquals(TransferResult.ROUTED, sender.transfer(edge.arriving(1, "amqp:/_edge/other/x", null)));
        assertEquals(3, edge.uplink.peer.deliveries.size());
        assertNull(edge.uplink.peer.deliveries.peek().annotations().to());
        assertEquals(TransferResult.ROUTED, core.core.send(edge.arriving(-1, "amqp:/_topo/0/INT/temp.9", null)));
        edge.interior.connection.closed();
        core.sync();
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(edge.arriving(1, "nobody/here", null)));
    }

    @Test
    void shouldGiveWhatComesDownToItsOwnClientsByAnnotationOrProperties() throws Exception {
        edge.connect();
        FakePeer peer = new FakePeer();
        core.attach(CoreFixture.link(false, Kind.DYNAMIC, null), peer);
        assertEquals(TransferResult.ROUTED, edge.downlink.link.transfer(edge.arriving(50, peer.address, null)));
        assertEquals(TransferResult.ROUTED, edge.downlink.link.transfer(edge.arriving(50, "x", peer.address)));
        assertEquals(2, peer.deliveries.size());
    }

    @Test
    void shouldSendNothingBackToWhereItCameFrom() throws Exception {
        edge.connect();
        assertEquals(TransferResult.NO_ROUTE, edge.downlink.link.transfer(edge.arriving(50, "nobody/here", null)));
        assertTrue(edge.uplink.peer.deliveries.isEmpty());
    }

    @Test
    void shouldSendACopyUpOfWhatIsForEverybody() throws Exception {
        core.address("prefix", "all", "multicast");
        edge.connect();
        FakePeer receiver = edge.client(false, "all/a");
        edge.interior.next().accept();
        core.sync();
        RouterLink sender = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, sender.transfer(edge.arriving(1, "all/a", null)));
        assertEquals(1, receiver.deliveries.size());
        assertEquals(1, edge.uplink.peer.deliveries.size());
    }

    @Test
    void shouldSendOneCopyUpIfTheAddressHasALinkOfItsOwn() throws Exception {
        core.address("prefix", "all", "multicast");
        edge.connect();
        FakePeer receiver = edge.client(false, "all/a");
        edge.interior.next().accept();
        edge.client(true, "all/a");
        Asked proxy = edge.interior.next().accept();
        edge.track("M0all/a", true);
        RouterLink sender = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, sender.transfer(edge.arriving(1, "all/a", null)));
        assertEquals(1, receiver.deliveries.size());
        assertEquals(1, proxy.peer.deliveries.size());
        assertTrue(edge.uplink.peer.deliveries.isEmpty());
    }

    // ---- stand-ins for clients

    @Test
    void shouldStandInForItsConsumers() throws Exception {
        edge.connect();
        FakePeer receiver = new FakePeer();
        RouterLink link = core.receiver("news", receiver);
        edge.answerLookup(false, false);
        Asked proxy = edge.interior.next();
        assertTrue(proxy.descriptor.incoming());
        assertEquals("news", proxy.descriptor.address());
        assertEquals(List.of(), proxy.descriptor.capabilities());
        assertEquals(LinkDescriptor.ENDPOINT_SESSION, proxy.descriptor.session());
        proxy.accept();
        core.sync();
        assertTrue(proxy.peer.path());
        assertEquals(TransferResult.ROUTED, proxy.link.transfer(edge.arriving(50, null, "news")));
        assertEquals(1, receiver.deliveries.size());
        edge.client(false, "news");
        assertTrue(edge.interior.nothingAsked());
        link.detached(null);
        core.sync();
        assertFalse(proxy.peer.detached);
    }

    @Test
    void shouldEndAStandInWithItsLastClient() throws Exception {
        edge.connect();
        RouterLink link = core.receiver("news", new FakePeer());
        edge.answerLookup(false, false);
        Asked proxy = edge.interior.next().accept();
        core.sync();
        link.detached(null);
        await().until(() -> proxy.peer.detached);
        assertNull(proxy.peer.error);
        core.sync();
        assertNull(core.core.table().get("M0news"));
    }

    @Test
    void shouldSendUpOnlyWhileTheInteriorHasConsumers() throws Exception {
        edge.connect();
        FakePeer sender = edge.client(true, "orders");
        Asked proxy = edge.interior.next().accept();
        core.sync();
        assertFalse(proxy.descriptor.incoming());
        assertFalse(sender.path());
        edge.track("M0orders", true);
        assertTrue(sender.path());
        RouterLink further = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, further.transfer(edge.arriving(1, "orders", null)));
        assertEquals(1, proxy.peer.deliveries.size());
        edge.track("M0orders", false);
        assertFalse(sender.path());
        edge.track("M0unknown", true);
        edge.send(edge.tracking, new ComposedMessage().header().body("nonsense"));
    }

    @Test
    void shouldNameThePhaseWhereItDoesNotGoWithoutSaying() throws Exception {
        core.address("wp", Map.of("prefix", "wp", "waypoint", true, "distribution", "balanced"));
        edge.connect();
        edge.client(true, "wp/q");
        assertEquals(List.of(), edge.interior.next().descriptor.capabilities());
        edge.client(false, "wp/q");
        assertEquals(List.of(), edge.interior.next().descriptor.capabilities());
        edge.client(true, "wp/q", "qd.waypoint.1");
        LinkDescriptor second = edge.interior.next().descriptor;
        assertEquals(List.of("qd.waypoint.1"), second.capabilities());
        assertTrue(second.bareCapability());
        edge.client(false, "wp/q", "qd.waypoint.1");
        LinkDescriptor first = edge.interior.next().descriptor;
        assertEquals(List.of("qd.waypoint.1"), first.capabilities());
        assertTrue(first.incoming());
    }

    @Test
    void shouldStandInForProducersAtTheFallbackToo() throws Exception {
        core.address("f", Map.of("prefix", "fb", "enableFallback", true, "distribution", "balanced"));
        edge.connect();
        FakePeer sender = edge.client(true, "fb/q");
        List<Asked> both = List.of(edge.interior.next().accept(), edge.interior.next().accept());
        assertEquals(2, both.stream().filter(asked -> asked.descriptor.address().equals("fb/q")).count());
        assertEquals(1, both.stream()
            .filter(asked -> asked.descriptor.capabilities().equals(List.of("qd.fallback"))).count());
        core.sync();
        edge.track("MFfb/q", true);
        await().until(sender::path);
    }

    @Test
    void shouldStandInAgainOnTheNextConnection() throws Exception {
        edge.connect();
        edge.client(false, "a");
        edge.interior.next().accept();
        FakePeer sender = edge.client(true, "b");
        edge.interior.next().accept();
        core.sync();
        edge.track("M0b", true);
        edge.interior.connection.closed();
        core.sync();
        assertFalse(sender.path());
        FakeContainer second = edge.open(51);
        List<String> asked = List.of(next(second), next(second), next(second), next(second), next(second));
        assertEquals(List.of("out null", "in me", "in _$qd.edge_addr_tracking", "in a", "out b"), asked);
    }

    private static String next(FakeContainer connection) throws InterruptedException {
        LinkDescriptor link = connection.next().descriptor;
        return (link.incoming() ? "in " : "out ") + link.address();
    }

    @Test
    void shouldAskAgainForARefusedStandIn() throws Exception {
        edge.connect();
        edge.client(false, "a");
        Asked refused = edge.interior.next().refuse();
        refused.link.detached(null);
        assertEquals("a", edge.interior.next().accept().descriptor.address());
    }
}
