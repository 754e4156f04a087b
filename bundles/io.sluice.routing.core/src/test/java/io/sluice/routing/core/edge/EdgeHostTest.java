// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.CoreFixture;
import io.sluice.routing.core.FakeContainer;
import io.sluice.routing.core.FakePeer;
import io.sluice.routing.core.FakeProducer;
import io.sluice.routing.core.LinkRouteRule;
import io.sluice.routing.core.LinkRoutes;
import io.sluice.routing.core.RouterCore;
import io.sluice.routing.core.rule.RuleFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interior router with an edge, whose part the tests play. */
class EdgeHostTest {

    private static final long ID = 90;
    private static final EdgeTimes TIMES = new EdgeTimes(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(1),
            TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(20));

    private final CoreFixture core = new CoreFixture(
            Map.of("mode", "interior"), RouterCore.MAX_WAITING_ATTACHES,
            made -> EdgeSides.of(made, TIMES));
    private final FakeContainer edge = open(ID);

    @AfterEach
    void stop() {
        core.close();
    }

    private FakeContainer open(long id) {
        FakeContainer made = new FakeContainer(core.core, id, "edges", "edge", "EDGE" + id);
        made.connection.replayed();
        core.sync();
        return made;
    }

    private RouterLink attach(RouterConnection connection, LinkDescriptor link, FakePeer peer) {
        RouterLink attached = connection.attach(link, peer);
        core.sync();
        return attached;
    }

    private RouterLink attach(boolean incoming, String address, FakePeer peer) {
        return attach(edge.connection, CoreFixture.link(incoming, Kind.ADDRESSED, address), peer);
    }

    private static Delivery from(FakeProducer producer, byte[] message, String to) {
        return new Delivery(new MessageContent(producer, message), producer, true, 0, 4, to, 0);
    }

    // ---- forwarding

    @Test
    void shouldSendWhatIsForAnEdgeDownToIt() {
        FakePeer downlink = new FakePeer();
        attach(edge.connection, CoreFixture.link(
                false, Kind.ADDRESSED, "EDGE1", "qd.router-edge-downlink"), downlink);
        assertEquals("HEDGE1", downlink.owningAddress);
        RouterLink sender = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED,
                sender.transfer(new FakeProducer().to("amqp:/_edge/EDGE1/temp.1")));
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(new FakeProducer().to("amqp:/_edge/EDGE2/temp.1")));
        assertEquals(1, downlink.deliveries.size());
        assertEquals("edge-downlink", core.core.linkEntities().entities().stream()
            .filter(link -> "HEDGE1".equals(link.attribute("owningAddr"))).findAny().orElseThrow()
            .attribute("linkType"));
    }

    @Test
    void shouldTakeADownlinkForAReceiverWhereItIsNone() {
        FakePeer array = new FakePeer();
        attach(edge.connection, new LinkDescriptor("l", false, Kind.ADDRESSED, "EDGE1",
                List.of("qd.router-edge-downlink"), Map.of(), 10, false), array);
        assertEquals("M0EDGE1", array.owningAddress);
        FakePeer client = new FakePeer();
        core.attach(CoreFixture.link(false, Kind.ADDRESSED, "EDGE1", "qd.router-edge-downlink"), client);
        assertEquals("M0EDGE1", client.owningAddress);
    }

    @Test
    void shouldSendNothingBackToTheEdgeItCameFrom() {
        FakePeer own = new FakePeer();
        attach(false, "q", own);
        FakePeer sender = new FakePeer();
        RouterLink link = attach(true, "q", sender);
        FakeProducer producer = new FakeProducer(ID);
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        FakePeer other = new FakePeer();
        attach(open(91).connection, CoreFixture.link(false, Kind.ADDRESSED, "q"), other);
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        assertEquals(0, own.deliveries.size());
        assertEquals(2, other.deliveries.size());
    }

    @Test
    void shouldRouteWhatAnEdgeSendsByItsAnnotationFirst() {
        FakePeer receiver = new FakePeer();
        core.receiver("real", receiver);
        RouterLink uplink = attach(edge.connection, CoreFixture.link(true, Kind.ANONYMOUS, null), new FakePeer());
        Delivery delivery = new FakeProducer(ID).to("ignored");
        delivery.annotations(new RouterAnnotations("real", 0, false, null, List.of()));
        assertEquals(TransferResult.ROUTED, uplink.transfer(delivery));
        assertEquals(TransferResult.ROUTED, uplink.transfer(new FakeProducer(ID).to("real")));
        assertEquals(2, receiver.deliveries.size());
    }

    @Test
    void shouldTakeAnEdgesProducersForTheFallback() {
        core.address("f", Map.of("prefix", "fb", "enableFallback", true, "distribution", "balanced"));
        FakePeer sender = new FakePeer();
        attach(edge.connection, CoreFixture.link(true, Kind.ADDRESSED, "fb/q", "qd.fallback"), sender);
        assertEquals("MFfb/q", sender.owningAddress);
        FakePeer client = new FakePeer();
        core.attach(CoreFixture.link(true, Kind.ADDRESSED, "fb/q", "qd.fallback"), client);
        assertEquals("M0fb/q", client.owningAddress);
    }

    // ---- tracking

    private FakePeer track() {
        FakePeer tracking = new FakePeer();
        attach(false, "_$qd.edge_addr_tracking", tracking);
        return tracking;
    }

    private void assertTold(FakePeer tracking, String key, boolean reachable) {
        await().until(() -> !tracking.deliveries.isEmpty());
        Delivery told = tracking.settleOne(Outcome.ACCEPTED);
        assertTrue(told.presettled());
        assertEquals(List.of(key, reachable), MessageSections.of(told).bodyValue());
    }

    @Test
    void shouldTellAnEdgeWhichOfItsProducersHaveConsumers() {
        FakePeer tracking = track();
        attach(true, "orders", new FakePeer());
        assertTrue(tracking.deliveries.isEmpty());
        RouterLink first = core.receiver("orders", new FakePeer());
        assertTold(tracking, "M0orders", true);
        RouterLink second = core.receiver("orders", new FakePeer());
        first.detached(null);
        core.sync();
        assertTrue(tracking.deliveries.isEmpty());
        second.detached(null);
        core.sync();
        assertTold(tracking, "M0orders", false);
    }

    @Test
    void shouldTellAtOnceOfConsumersThatAreThereAlready() {
        core.receiver("orders", new FakePeer());
        attach(true, "orders", new FakePeer());
        assertTold(track(), "M0orders", true);
    }

    @Test
    void shouldNotCountAnEdgesOnlyConsumerForItself() {
        FakePeer tracking = track();
        attach(true, "orders", new FakePeer());
        attach(false, "orders", new FakePeer());
        assertTrue(tracking.deliveries.isEmpty());
        FakePeer elsewhere = new FakePeer();
        RouterLink link = core.receiver("orders", elsewhere);
        assertTold(tracking, "M0orders", true);
        link.detached(null);
        core.sync();
        assertTold(tracking, "M0orders", false);
    }

    @Test
    void shouldKeepNewsBackBeyondTheWindowAndTellTheLatest() {
        FakePeer tracking = track();
        RouterLink last = null;
        for (int i = 0; i < 40; i++) {
            attach(true, "q" + i, new FakePeer());
            last = core.receiver("q" + i, new FakePeer());
        }
        assertEquals(32, tracking.deliveries.size());
        last.detached(null);
        core.sync();
        for (int i = 0; i < 39; i++) {
            assertTold(tracking, "M0q" + i, true);
        }
        assertTold(tracking, "M0q39", false);
    }

    @Test
    void shouldTakeBackWhatAnEarlierRouterHasTold() {
        FakeContainer known = new FakeContainer(core.core, 94, "edges", "edge", "EDGE94");
        known.memory.put("edge reachable M0gone", true);
        known.memory.put("edge reachable M0there", true);
        known.connection.replayed();
        core.receiver("there", new FakePeer());
        FakePeer tracking = new FakePeer();
        attach(known.connection, CoreFixture.link(false, Kind.ADDRESSED, "_$qd.edge_addr_tracking"), tracking);
        attach(known.connection, CoreFixture.link(true, Kind.ADDRESSED, "there"), new FakePeer());
        attach(known.connection, CoreFixture.link(true, Kind.ADDRESSED, "gone"), new FakePeer());
        assertTold(tracking, "M0gone", false);
        assertTrue(tracking.deliveries.isEmpty());
        assertEquals(Set.of("edge reachable M0there"), known.memory.keySet());
    }

    // ---- lookup

    private static byte[] question(Object body, Object version, String replyTo) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("version", version);
        properties.put("opcode", 1L);
        return new ComposedMessage().header().properties(null, replyTo, "c1").applicationProperties(properties)
            .body(body);
    }

    @Test
    void shouldTellWhetherAnAddressIsRouted() {
        FakePeer replies = new FakePeer();
        core.receiver("replies", replies);
        FakePeer questions = new FakePeer();
        RouterLink link = attach(true, "_$qd.addr_lookup", questions);
        assertTrue(questions.path());
        FakeProducer producer = new FakeProducer(ID);
        link.transfer(from(producer, question(List.of("q", true), 1L, "replies"), null));
        await().until(() -> !replies.deliveries.isEmpty());
        MessageSections answer = MessageSections.of(replies.settleOne(Outcome.ACCEPTED));
        assertEquals(List.of(false, false), answer.bodyValue());
        assertEquals(Map.of("version", 1L, "opcode", 1L, "status", 3L), answer.applicationProperties());
        assertEquals("c1", answer.properties().correlationId());
        assertEquals("replies", answer.properties().to());

        RuleFactory<LinkRouteRule> routes = core.factory(LinkRoutes.PID, core.core.linkRoutes());
        routes.updated("lr", new Hashtable<>(Map.of(
                "prefix", "lr", "direction", "in", "containerId", "BROKER", "identity", "1")));
        core.sync();
        link.transfer(from(producer, question(List.of("amqp:/lr.q", true), 1L, "replies"), null));
        await().until(() -> !replies.deliveries.isEmpty());
        answer = MessageSections.of(replies.settleOne(Outcome.ACCEPTED));
        assertEquals(List.of(true, false), answer.bodyValue());
        assertEquals(0L, answer.applicationProperties().get("status"));

        new FakeContainer(core, 92, "b", "BROKER");
        link.transfer(from(producer, question(List.of("lr.q", true), 1L, "replies"), null));
        await().until(() -> !replies.deliveries.isEmpty());
        assertEquals(List.of(true, true), MessageSections.of(replies.settleOne(Outcome.ACCEPTED)).bodyValue());
    }

    @Test
    void shouldRejectQuestionsThatMakeNoSense() {
        RouterLink link = attach(true, "_$qd.addr_lookup", new FakePeer());
        FakeProducer producer = new FakeProducer(ID);
        link.transfer(from(producer, question(List.of("q"), 1L, "r"), null));
        link.transfer(from(producer, question(List.of("q", true), 2L, "r"), null));
        link.transfer(from(producer, question(List.of("q", true), 1L, null), null));
        link.transfer(from(producer, new ComposedMessage().body("q"), null));
        assertEquals(List.of(Outcome.REJECTED, Outcome.REJECTED, Outcome.REJECTED, Outcome.REJECTED),
                producer.outcomes);
    }

    // ---- heartbeat

    @Test
    void shouldGiveUpAnEdgeThatFallsSilent() {
        long start = System.nanoTime();
        RouterLink link = attach(true, "_$qd.edge_heartbeat", new FakePeer());
        FakeProducer producer = new FakeProducer(ID);
        for (int i = 0; i < 5; i++) {
            assertEquals(TransferResult.ROUTED, link.transfer(from(producer, new ComposedMessage().body(i), null)));
        }
        await().until(() -> edge.closed != null);
        assertTrue(System.nanoTime() - start >= TIMES.lostNanos());
        assertEquals("amqp:connection:forced", edge.closed.condition());
    }

    @Test
    void shouldNotPoliceAnEdgeWithoutHeartbeat() {
        FakeContainer silent = open(91);
        RouterLink link = attach(true, "_$qd.edge_heartbeat", new FakePeer());
        link.detached(null);
        FakeContainer other = open(93);
        attach(other.connection, CoreFixture.link(true, Kind.ADDRESSED, "_$qd.edge_heartbeat"), new FakePeer());
        await().until(() -> other.closed != null);
        assertNull(edge.closed);
        assertNull(silent.closed);
    }

    // ---- who may use the services

    @Test
    void shouldRefuseServicesToOthersWithoutAWord() {
        for (LinkDescriptor link : List.of(
                CoreFixture.link(false, Kind.ADDRESSED, "_$qd.edge_addr_tracking"),
                CoreFixture.link(true, Kind.ADDRESSED, "_$qd.edge_addr_tracking"),
                CoreFixture.link(true, Kind.ADDRESSED, "_$qd.addr_lookup"),
                CoreFixture.link(false, Kind.ADDRESSED, "_$qd.edge_heartbeat"))) {
            FakePeer peer = new FakePeer();
            core.attach(link, peer);
            assertTrue(peer.detached);
            assertNull(peer.error);
        }
        FakePeer wrongWay = new FakePeer();
        attach(false, "_$qd.addr_lookup", wrongWay);
        assertTrue(wrongWay.detached);
        FakePeer heartbeat = new FakePeer();
        core.attach(CoreFixture.link(true, Kind.ADDRESSED, "_$qd.edge_heartbeat"), heartbeat);
        assertFalse(heartbeat.detached);
    }
}
