// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.core.FakeContainer.Asked;

/** Messages that are still arriving, between an edge and its interior router. */
class EdgeStreamingTest {

    private static final long ID = 90;

    private final CoreFixture core = new CoreFixture(Map.of("mode", "interior"), RouterCore.MAX_WAITING_ATTACHES);
    private final FakeProducer producer = new FakeProducer();

    @AfterEach
    void stop() {
        core.close();
    }

    private FakeContainer open() {
        FakeContainer made = FakeContainer.streaming(core.core, ID, "EDGE");
        made.connection.replayed();
        core.sync();
        return made;
    }

    private FakePeer receiver(FakeContainer edge, String address, String... capabilities) {
        FakePeer peer = new FakePeer();
        edge.connection.attach(CoreFixture.link(false, Kind.ADDRESSED, address, capabilities), peer);
        core.sync();
        return peer;
    }

    private Delivery growing(FakeProducer from, String to) {
        Delivery delivery = from.growing().copy(from, false, to);
        delivery.content().append(new byte[10]);
        return delivery;
    }

    @Test
    void shouldSendWhatIsStillArrivingByLinksWithoutAddressAndUseThemAgain() throws Exception {
        FakeContainer edge = open();
        FakePeer news = receiver(edge, "news");
        RouterLink sender = core.sender(null, new FakePeer());
        Delivery first = growing(producer, "news");
        assertEquals(TransferResult.ROUTED, sender.transfer(first));
        Asked link = edge.next();
        assertEquals(Kind.ANONYMOUS, link.descriptor.kind());
        assertEquals("streaming", link.descriptor.session());
        assertNull(link.descriptor.address());
        assertTrue(link.descriptor.capabilities().isEmpty() && !link.descriptor.incoming());
        assertSame(first, link.peer.deliveries.peek());
        assertEquals(TransferResult.ROUTED, sender.transfer(growing(producer, "news")));
        Asked parallel = edge.next();
        first.content().complete();
        assertEquals(TransferResult.ROUTED, sender.transfer(growing(producer, "news")));
        assertEquals(2, link.peer.deliveries.size());
        assertEquals(TransferResult.ROUTED, sender.transfer(new FakeProducer().to("news")));
        assertEquals(1, news.deliveries.size());
        assertEquals(1, parallel.peer.deliveries.size());
        assertTrue(edge.nothingAsked());
        assertEquals(List.of(), producer.outcomes);
        link.peer.settleOne(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
        link.accept();
        core.sync();
        assertEquals(2, core.core.linkEntities().entities().stream().filter(
                shown -> shown.attribute("owningAddr") == null && "out".equals(shown.attribute("linkDir"))).count());
    }

    @Test
    void shouldSendWhatIsForTheEdgeItselfThatWayToo() throws Exception {
        FakeContainer edge = open();
        FakePeer downlink = receiver(edge, "EDGE", "qd.router-edge-downlink");
        assertEquals(TransferResult.ROUTED,
                core.sender(null, new FakePeer()).transfer(growing(producer, "amqp:/_edge/EDGE/temp.1")));
        assertEquals(1, edge.next().peer.deliveries.size());
        assertEquals(0, downlink.deliveries.size());
    }

    @Test
    void shouldCopyByOneWhenMulticast() throws Exception {
        core.address("prefix", "all", "multicast");
        FakeContainer edge = open();
        receiver(edge, "all/news");
        FakePeer here = new FakePeer();
        core.receiver("all/news", here);
        core.sender(null, new FakePeer()).transfer(growing(producer, "all/news"));
        assertEquals(1, here.deliveries.size());
        assertEquals(1, edge.next().peer.deliveries.size());
    }

    @Test
    void shouldKeepTheLinkOfTheAddressWhereItIsKnownByThatOrThePeerOffersNoOther() throws Exception {
        FakeContainer edge = open();
        FakePeer replies = new FakePeer();
        edge.connection.attach(CoreFixture.link(false, Kind.DYNAMIC, null), replies);
        core.sync();
        core.sender(null, new FakePeer()).transfer(growing(producer, replies.address));
        assertEquals(1, replies.deliveries.size());
        FakeContainer other = new FakeContainer(core.core, 91, "edges", "edge", "EDGE2");
        other.connection.replayed();
        FakePeer plain = receiver(other, "plain");
        core.sender(null, new FakePeer()).transfer(growing(producer, "plain"));
        assertEquals(1, plain.deliveries.size());
        assertTrue(edge.nothingAsked() && other.nothingAsked());
    }

    @Test
    void shouldSendNothingBack() {
        FakeContainer edge = open();
        receiver(edge, "news");
        FakePeer end = new FakePeer();
        RouterLink uplink = edge.connection.attach(CoreFixture.link(true, Kind.ANONYMOUS, null), end);
        core.sync();
        assertEquals(TransferResult.NO_ROUTE, uplink.transfer(growing(new FakeProducer(ID), "news")));
        assertTrue(edge.nothingAsked());
    }

    @Test
    void shouldTakeOverLinksOfTheRouterBefore() throws Exception {
        FakeContainer edge = FakeContainer.streaming(core.core, ID, "EDGE");
        LinkDescriptor before = new LinkDescriptor("qdlink.before", false, Kind.ANONYMOUS, null, List.of(), Map.of(),
                100, false, true, false, false, "streaming", null);
        FakePeer kept = new FakePeer();
        RouterLink link = edge.connection.attach(before, kept);
        link.peerAttached(before);
        edge.connection.replayed();
        core.sync();
        assertTrue(kept.attached);
        receiver(edge, "news");
        core.sender(null, new FakePeer()).transfer(growing(producer, "news"));
        assertEquals(1, kept.deliveries.size());
        assertTrue(edge.nothingAsked());
        link.detached(null);
        core.sync();
        core.sender(null, new FakePeer()).transfer(growing(producer, "news"));
        assertEquals(1, edge.next().peer.deliveries.size());
        assertFalse(kept.detached);
    }

    @Test
    void shouldKeepSoManyIdleLinksAndEndTheOthersAFewAtATime() throws Exception {
        FakeContainer edge = open();
        receiver(edge, "news");
        RouterLink sender = core.sender(null, new FakePeer());
        List<Delivery> messages = new ArrayList<>();
        List<Asked> links = new ArrayList<>();
        for (int i = 0; i < StreamingLinks.MOST_IDLE + 12; i++) {
            messages.add(growing(producer, "news"));
            sender.transfer(messages.get(i));
            links.add(edge.next());
        }
        scrub();
        assertEquals(0, ended(links));
        for (int i = 0; i < links.size(); i++) {
            messages.get(i).content().complete();
            links.get(i).peer.settleOne(Outcome.ACCEPTED);
        }
        scrub();
        assertEquals(10, ended(links));
        scrub();
        scrub();
        assertEquals(12, ended(links));
    }

    private void scrub() {
        core.core.control().order(() -> core.core.connections().forEach(CoreConnection::scrub));
        core.sync();
    }

    private static long ended(List<Asked> links) {
        return links.stream().filter(link -> link.peer.detached).count();
    }

    @Test
    void shouldReleaseWhenTheConnectionHasEnded() {
        FakeContainer edge = open();
        receiver(edge, "news");
        RouterLink sender = core.sender(null, new FakePeer());
        edge.connection.closed();
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(growing(producer, "news")));
        assertTrue(edge.nothingAsked());
    }
}
