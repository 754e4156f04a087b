// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.TransferResult;

class TrunkTest {

    private final NetworkFixture network = new NetworkFixture();
    private final CoreFixture core = network.core;

    @AfterEach
    void stop() {
        network.close();
    }

    // ---- the side that dials

    private FakeContainer dial(String role) {
        return new FakeContainer(core.core, 7, "c", role, "B");
    }

    private List<FakeContainer.Asked> all(FakeContainer peer) throws InterruptedException {
        List<FakeContainer.Asked> links = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            links.add(peer.next());
        }
        assertTrue(peer.nothingAsked());
        return links;
    }

    @Test
    void shouldBeginControlAndDataLinksInTheirSequenceWhereItHasDialled() throws InterruptedException {
        FakeContainer peer = dial("inter-router");
        assertTrue(peer.nothingAsked());
        peer.connection.replayed();
        List<FakeContainer.Asked> links = all(peer);
        for (int i = 0; i < 22; i++) {
            LinkDescriptor link = links.get(i).descriptor;
            assertEquals(i % 2 == 0, link.incoming());
            assertEquals(List.of(i < 2 ? "qd.router" : "qd.router-data"), link.capabilities());
            assertEquals(i < 2 ? "control" : "data-" + (i / 2 - 1), link.session());
            assertTrue(link.bareCapability() && link.routerInitiated());
            assertNull(link.address());
            assertTrue(link.name().matches("qdlink\\..{15}"));
            assertEquals(100, link.capacity());
        }
    }

    @Test
    void shouldBeANeighbourOnceBothControlLinksAreAnswered() throws InterruptedException {
        FakeContainer peer = dial("inter-router");
        peer.connection.replayed();
        List<FakeContainer.Asked> links = all(peer);
        links.get(0).refuse();
        core.sync();
        assertFalse(network.member.told.contains("up 7 B 1"));
        links.get(1).refuse();
        core.sync();
        assertTrue(network.member.told.contains("up 7 B 1"));
        assertTrue(links.get(0).peer.attached);
    }

    @Test
    void shouldBeginNothingOnAConnectionOfAnotherRole() {
        FakeContainer peer = dial("normal");
        peer.connection.replayed();
        core.sync();
        assertTrue(peer.nothingAsked());
    }

    @Test
    void shouldTakeOverLinksThatAnEarlierRouterHasBegunAndBeginTheMissingOnes() throws InterruptedException {
        FakeContainer before = dial("inter-router");
        before.connection.replayed();
        List<FakeContainer.Asked> links = all(before);
        try (NetworkFixture later = new NetworkFixture()) {
            FakeContainer peer = new FakeContainer(later.core.core, 7, "c", "inter-router", "B");
            List<FakePeer> taken = new ArrayList<>();
            for (FakeContainer.Asked link : links.subList(0, 20)) {
                FakePeer end = new FakePeer();
                taken.add(end);
                peer.connection.attach(link.descriptor, end).peerAttached(link.descriptor);
            }
            peer.connection.replayed();
            assertEquals("data-9", peer.next().descriptor.session());
            assertEquals("data-9", peer.next().descriptor.session());
            later.core.sync();
            assertTrue(peer.nothingAsked());
            assertTrue(taken.stream().allMatch(end -> end.attached && !end.detached));
            assertEquals(9, taken.get(0).priority);
            assertEquals(8, taken.get(19).priority);
            assertTrue(later.member.told.contains("up 7 B 1"));
        }
    }

    // ---- the side that listens

    @Test
    void shouldNumberDataLinksInTheSequenceOfTheirAttachAndTakeFurtherOnesForStreaming() {
        FakeNeighbour peer = new FakeNeighbour(core, 5, "B", 4).begin(core);
        assertTrue(network.member.told.contains("up 5 B 4"));
        for (int i = 0; i < 10; i++) {
            assertEquals(i, peer.data.get(i).priority);
            assertEquals(i, peer.dataInPeers.get(i).priority);
        }
        assertEquals(9, peer.control.priority);
        peer.data(10);
        core.sync();
        assertEquals(4, peer.data.get(10).priority);
        assertEquals(4, peer.dataInPeers.get(10).priority);
        assertTrue(peer.asked.isEmpty());
    }

    @Test
    void shouldShowRouterLinksAsWhatTheyAre() {
        FakeNeighbour peer = new FakeNeighbour(core, 5, "B", 1).begin(core);
        assertEquals("router-control", entity(peer.control).attribute("linkType"));
        assertEquals(9, entity(peer.control).attribute("priority"));
        assertEquals("Lqdhello", entity(peer.control).attribute("owningAddr"));
        assertEquals("inter-router", entity(peer.data.get(3)).attribute("linkType"));
        assertEquals(3, entity(peer.data.get(3)).attribute("priority"));
        assertNull(entity(peer.data.get(3)).attribute("owningAddr"));
    }

    private LinkEntity entity(FakePeer peer) {
        return core.core.linkEntities().get(Long.toString(peer.linkId));
    }

    @Test
    void shouldNotTakeACapabilityInAnArrayForARouters() {
        FakeNeighbour peer = new FakeNeighbour(core, 5, "B", 1);
        assertRefused(peer.connection, FakeNeighbour.link("x", true, FakeNeighbour.CONTROL, false),
                "qd:connection-role", "Link attach forbidden on inter-router connection");
    }

    @Test
    void shouldRefuseClientsLinksWhereRoutersAreExpected() {
        FakeNeighbour peer = new FakeNeighbour(core, 5, "B", 1);
        assertRefused(peer.connection, CoreFixture.link(true, Kind.ADDRESSED, "a"),
                "qd:connection-role", "Link attach forbidden on inter-router connection");
        assertRefused(peer.connection, CoreFixture.link(false, Kind.ADDRESSED, "a"),
                "qd:connection-role", "Link attach forbidden on inter-router connection");
        peer.control();
        FakePeer now = new FakePeer();
        peer.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), now);
        core.sync();
        assertTrue(now.attached);
    }

    @Test
    void shouldRefuseRouterLinksOnOtherConnections() {
        for (String role : List.of("normal", "route-container")) {
            RouterConnection other = core.connect(null, role);
            for (String capability : List.of(FakeNeighbour.CONTROL, FakeNeighbour.DATA)) {
                assertRefused(other, FakeNeighbour.link("x", true, capability, true),
                        "qd:forbidden", "Connectivity to the node is forbidden");
            }
        }
    }

    @Test
    void shouldRefuseRouterLinksOnARouterThatStandsAlone() {
        try (CoreFixture alone = new CoreFixture(Map.of(), RouterCore.MAX_WAITING_ATTACHES)) {
            RouterConnection other = alone.connect(null, "inter-router");
            FakePeer end = new FakePeer();
            other.attach(FakeNeighbour.link("x", true, FakeNeighbour.CONTROL, true), end);
            alone.sync();
            assertEquals("qd:forbidden", end.error.condition());
        }
    }

    private void assertRefused(RouterConnection on, LinkDescriptor link, String condition, String description) {
        FakePeer end = new FakePeer();
        on.attach(link, end);
        core.sync();
        assertFalse(end.attached);
        assertEquals(condition, end.error.condition());
        assertEquals(description, end.error.description());
    }

    @Test
    void shouldTellOfTheEndOfAControlLinkAndOfAConnection() {
        FakeNeighbour first = new FakeNeighbour(core, 5, "B", 1).begin(core);
        FakeNeighbour second = new FakeNeighbour(core, 6, "C", 1).begin(core);
        first.controlIn.detached(null);
        core.sync();
        assertEquals("down 5", last());
        second.connection.closed();
        core.sync();
        assertEquals("down 6", last());
        first.connection.closed();
        core.sync();
        assertEquals("down 6", last());
        assertEquals(0, core.core.totals().live().size());
    }

    private String last() {
        return network.member.told.get(network.member.told.size() - 1);
    }

    @Test
    void shouldKeepThePrioritiesOfThePeersLinksWhenTheRouterIsReplaced() {
        FakeNeighbour before = new FakeNeighbour(core, 5, "B", 1).begin(core);
        core.close();
        try (NetworkFixture later = new NetworkFixture()) {
            RouterConnection again = later.core.core.connect(FakeNeighbour.descriptor(5, "B", 1, false), before);
            FakePeer[] ends = new FakePeer[11];
            for (int i = 10; i >= 0; i--) {
                ends[i] = new FakePeer();
                again.attach(FakeNeighbour.link("data" + i, false, FakeNeighbour.DATA, true), ends[i]);
            }
            again.replayed();
            later.core.sync();
            for (int i = 0; i < 10; i++) {
                assertEquals(i, ends[i].priority);
            }
        }
    }

    // ---- control messages

    @Test
    void shouldGiveControlMessagesToTheMemberAndItsOwnToTheControlLink() {
        FakeNeighbour peer = new FakeNeighbour(core, 5, "B", 1).begin(core);
        Delivery hello = network.producer.presettled();
        assertEquals(TransferResult.ROUTED, peer.controlIn.transfer(hello));
        assertEquals(hello, network.member.messages.poll());
        assertEquals(List.of(Outcome.ACCEPTED), network.producer.outcomes);

        Delivery own = network.producer.presettled();
        assertTrue(network.tables.send(5, own));
        assertEquals(own, peer.control.deliveries.poll());
        assertFalse(network.tables.send(6, own));
        peer.controlOut.detached(null);
        assertFalse(network.tables.send(5, own));
    }

    @Test
    void shouldReleaseMessagesToControlAddressesThatComeByOtherLinks() {
        FakeNeighbour peer = network.neighbour(1, "B", 1);
        for (String address : List.of("_topo/0/all/qdrouter", "_local/qdhello", "_topo/0/me/qdrouter.ma")) {
            assertEquals(TransferResult.NO_ROUTE, peer.bring(network.message(address, 4, "0/B")), address);
        }
        assertTrue(network.member.messages.isEmpty());
    }

    @Test
    void shouldLoseControlMessagesWhileNobodySpeaksTheProtocol() {
        FakeNeighbour peer = new FakeNeighbour(core, 5, "B", 1).begin(core);
        network.tables.leave();
        assertEquals(TransferResult.ROUTED, peer.controlIn.transfer(network.producer.presettled()));
        assertTrue(network.member.messages.isEmpty());
        assertFalse(network.tables.send(5, network.producer.presettled()));
    }

    // ---- choice of link

    @Test
    void shouldChooseTheLinkOfThePriorityOrTheNextLowerOne() {
        FakeNeighbour peer = network.neighbour(1, "B", 1);
        network.remote(1, "M0a", 2);
        assertEquals(TransferResult.ROUTED, core.sender(null, new FakePeer()).transfer(network.message("a", 9)));
        assertEquals(1, peer.data.get(9).deliveries.size());
        peer.data.get(9).end();
        peer.data.get(8).end();
        core.sender(null, new FakePeer()).transfer(network.message("a", 9));
        assertEquals(1, peer.data.get(7).deliveries.size());
        core.sender(null, new FakePeer()).transfer(network.message("a", 2));
        assertEquals(1, peer.data.get(2).deliveries.size());
    }

    @Test
    void shouldReleaseWithoutAnyDataLink() {
        FakeNeighbour peer = new FakeNeighbour(core, 105, "B", 1);
        peer.control();
        network.tables.nodeAdded(5, "B");
        network.tables.neighbour(5, 105);
        network.path(5, 5, 1);
        network.remote(5, "M0a", 2);
        assertEquals(TransferResult.NO_ROUTE, core.sender(null, new FakePeer()).transfer(network.message("a", 9)));
        peer.data(0);
        core.sync();
        assertEquals(TransferResult.ROUTED, core.sender(null, new FakePeer()).transfer(network.message("a", 9)));
    }

    // ---- streaming

    private Delivery growing() {
        Delivery delivery = network.producer.growing().copy(network.producer, false, "a");
        delivery.content().append(new byte[10]);
        return delivery;
    }

    @Test
    void shouldSendWhatIsStillArrivingByLinksOfItsOwnAndUseThemAgain() {
        FakeNeighbour peer = network.neighbour(1, "B", 1);
        network.remote(1, "M0a", 2);
        var sender = core.sender(null, new FakePeer());
        Delivery first = growing();
        Delivery second = growing();
        assertEquals(TransferResult.ROUTED, sender.transfer(first));
        assertEquals(TransferResult.ROUTED, sender.transfer(second));
        assertEquals(2, peer.asked.size());
        LinkDescriptor link = peer.asked.peek().descriptor;
        assertEquals("streaming", link.session());
        assertEquals(List.of("qd.router-data"), link.capabilities());
        assertTrue(link.bareCapability() && !link.incoming());
        first.content().complete();
        assertEquals(TransferResult.ROUTED, sender.transfer(growing()));
        assertEquals(2, peer.asked.size());
        assertEquals(2, peer.asked.peek().peer.deliveries.size());
        assertEquals(0, peer.got());
        core.sync();
        assertEquals(2, core.core.linkEntities().entities().stream()
                .filter(shown -> shown.name().startsWith("qdlink.")
                    && "inter-router".equals(shown.attribute("linkType"))).count());
    }

    @Test
    void shouldBeginAnotherStreamingLinkWhenOneHasEnded() {
        FakeNeighbour peer = network.neighbour(1, "B", 1);
        network.remote(1, "M0a", 2);
        var sender = core.sender(null, new FakePeer());
        Delivery first = growing();
        sender.transfer(first);
        first.content().complete();
        peer.asked.poll().link.detached(null);
        core.sync();
        assertEquals(TransferResult.ROUTED, sender.transfer(growing()));
        assertEquals(1, peer.asked.size());
    }

    @Test
    void shouldBalanceToAPeerWithoutStreamingLinksByItsDataLinks() {
        for (boolean offered : new boolean[] {false, true}) {
            try (NetworkFixture own = new NetworkFixture()) {
                FakeNeighbour peer = new FakeNeighbour(own.core, 101, "B", 1, offered).begin(own.core);
                own.tables.nodeAdded(1, "B");
                own.tables.neighbour(1, 101);
                own.path(1, 1, 1);
                own.remote(1, "M0a", 3);
                Delivery delivery = own.producer.growing().copy(own.producer, false, "a");
                delivery.content().append(new byte[10]);
                assertEquals(TransferResult.ROUTED, own.core.sender(null, new FakePeer()).transfer(delivery));
                assertEquals(offered ? 0 : 1, peer.got());
                assertEquals(offered ? 1 : 0, peer.asked.size());
            }
        }
    }
}
