// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class RemoteForwardTest {

    private final NetworkFixture network = new NetworkFixture();
    private final CoreFixture core = network.core;
    private final FakeProducer producer = network.producer;

    @AfterEach
    void stop() {
        network.close();
    }

    private void send(RouterLink link, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        }
    }

    // ---- paths of producers

    @Test
    void shouldGiveAProducerItsPathWithTheFirstRemoteConsumerAndTakeItWithTheLast() {
        network.neighbour(1, "B", 1);
        FakePeer end = new FakePeer();
        RouterLink sender = core.sender("a", end);
        assertFalse(end.path());
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(producer.message()));
        network.remote(1, "M0a", 3);
        assertTrue(end.path());
        send(sender, 1);
        network.tables.addressRemoved(1, "M0a");
        core.sync();
        assertFalse(end.path());
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(producer.message()));
    }

    @Test
    void shouldReleaseWhileTheRouterIsOutOfReach() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.remote(1, "M0a", 2);
        RouterLink sender = core.sender("a", new FakePeer());
        network.path(1, -1, 0);
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(producer.message()));
        network.path(1, 1, 1);
        send(sender, 1);
        b.connection.closed();
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(producer.message()));
    }

    // ---- closest

    @Test
    void shouldPreferConsumersHereWhenClosest() {
        core.address("prefix", "a", "closest");
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.remote(1, "M0a", 3);
        FakePeer here = new FakePeer();
        core.receiver("a", here);
        send(core.sender("a", new FakePeer()), 5);
        assertEquals(5, here.deliveries.size());
        b.assertGot(0);
    }

    @Test
    void shouldTakeTurnsAmongTheRoutersOfTheLeastCostWhenClosest() {
        core.address("prefix", "a", "closest");
        FakeNeighbour b = network.neighbour(1, "B", 2);
        FakeNeighbour c = network.neighbour(2, "C", 2);
        FakeNeighbour d = network.neighbour(3, "D", 3);
        network.remote(1, "M0a", 2);
        network.remote(2, "M0a", 2);
        network.remote(3, "M0a", 2);
        RouterLink sender = core.sender("a", new FakePeer());
        send(sender, 6);
        b.assertGot(3);
        c.assertGot(3);
        network.path(3, 3, 1);
        send(sender, 2);
        d.assertGot(2);
    }

    @Test
    void shouldSendByTheNextHop() {
        FakeNeighbour b = network.neighbour(1, "B", 2);
        network.behind(2, "C", 1, 5);
        network.remote(2, "M0a", 2);
        Delivery delivery = producer.message();
        assertEquals(TransferResult.ROUTED, core.sender("a", new FakePeer()).transfer(delivery));
        assertSame(delivery, b.data.get(4).deliveries.peek());
        assertEquals(1L, core.core.addressEntities().get("M0a").attribute("deliveriesTransit"));
        assertEquals(List.of("C"), core.core.addressEntities().get("M0a").attribute("remoteHostRouters"));
        assertEquals(1, core.core.addressEntities().get("M0a").attribute("remoteCount"));
    }

    // ---- balanced

    @Test
    void shouldWeighWhatIsOpenAndTheCostOfTheWayWhenBalanced() {
        network.neighbour(1, "B", 1);
        network.remote(1, "M0a", 3);
        FakePeer here = new FakePeer();
        core.receiver("a", here);
        RouterLink sender = core.sender("a", new FakePeer());
        int[] expected = {1, 2, 2, 3, 3, 4};
        for (int i = 0; i < 6; i++) {
            send(sender, 1);
            assertEquals(expected[i], here.deliveries.size(), "after message " + (i + 1));
        }
    }

    @Test
    void shouldCountWhatIsOpenUntilItIsSettled() {
        FakeNeighbour b = network.neighbour(1, "B", 5);
        FakeNeighbour c = network.neighbour(2, "C", 6);
        network.remote(1, "M0a", 3);
        network.remote(2, "M0a", 3);
        RouterLink sender = core.sender("a", new FakePeer());
        send(sender, 3);
        b.assertGot(2);
        c.assertGot(1);
        assertEquals(3L, core.core.addressEntities().get("M0a").attribute("trackedDeliveries"));
        b.data.get(4).settleOne(Outcome.ACCEPTED);
        b.data.get(4).settleOne(Outcome.RELEASED);
        assertEquals(1L, core.core.addressEntities().get("M0a").attribute("trackedDeliveries"));
        assertEquals(List.of(0L, 1L),
                ((List<?>) core.core.addressEntities().get("M0a").attribute("transitOutstanding")).subList(0, 2));
        send(sender, 1);
        b.assertGot(1);
    }

    @Test
    void shouldNotCountPresettledOnesAsOpen() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.neighbour(2, "C", 2);
        network.remote(1, "M0a", 3);
        network.remote(2, "M0a", 3);
        RouterLink sender = core.sender("a", new FakePeer());
        for (int i = 0; i < 4; i++) {
            assertEquals(TransferResult.ROUTED, sender.transfer(producer.presettled()));
        }
        b.assertGot(4);
    }

    @Test
    void shouldUseOnlyRoutersOnTheBestWayFromWhereTheMessageEnteredWhenBalanced() {
        network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        FakeNeighbour d = network.neighbour(3, "D", 9);
        network.remote(2, "M0a", 3);
        network.remote(3, "M0a", 3);
        network.validOrigin(1, 3);
        RouterLink sender = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, sender.transfer(network.message("a", 4, "0/B")));
        d.assertGot(1);
        assertEquals(TransferResult.ROUTED, sender.transfer(network.message("a", 4)));
        c.assertGot(1);
        assertEquals(TransferResult.ROUTED, sender.transfer(network.message("a", 4, "0/nobody")));
        assertEquals(3, c.got() + d.got());
    }

    // ---- multicast

    @Test
    void shouldSendOneCopyByEachTrunkWhenMulticast() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        network.behind(3, "D", 1, 2);
        core.address("prefix", "a", "multicast");
        network.remote(1, "M0a", 1);
        network.remote(2, "M0a", 1);
        network.remote(3, "M0a", 1);
        FakePeer here = new FakePeer();
        core.receiver("a", here);
        send(core.sender("a", new FakePeer()), 1);
        b.assertGot(1);
        c.assertGot(1);
        assertEquals(1, here.deliveries.size());
        b.data.get(4).settleOne(Outcome.RELEASED);
        c.data.get(4).settleOne(Outcome.MODIFIED_FAILED);
        assertTrue(producer.outcomes.isEmpty());
        here.settleOne(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
        assertEquals(2L, core.core.addressEntities().get("M0a").attribute("deliveriesTransit"));
    }

    @Test
    void shouldNotSendBackToARouterThatTheMessageHasPassed() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        for (String treatment : List.of("multicast", "closest", "balanced")) {
            core.address("prefix", treatment, treatment);
            network.remote(1, "M0" + treatment, 3);
            network.remote(2, "M0" + treatment, 3);
            int before = c.got();
            assertEquals(TransferResult.ROUTED, b.bring(network.message(treatment, 4, "0/B")), treatment);
            assertEquals(before + 1, c.got(), treatment);
            b.assertGot(0);
            assertEquals(TransferResult.NO_ROUTE, b.bring(network.message(treatment, 4, "0/C", "0/B")), treatment);
        }
    }

    @Test
    void shouldCopyToAllTrunksWhateverTheOriginWhenMulticast() {
        core.address("prefix", "a", "multicast");
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        network.behind(3, "D", 2, 2);
        network.remote(2, "M0a", 1);
        network.remote(3, "M0a", 1);
        network.validOrigin(2, 1);
        assertEquals(TransferResult.ROUTED, b.bring(network.message("a", 4, "0/B")));
        c.assertGot(1);
        b.assertGot(0);
    }

    @Test
    void shouldCopyToNoOtherRouterWhatEnteredAtAnUnknownOne() {
        core.address("prefix", "a", "multicast");
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        network.remote(2, "M0a", 1);
        FakePeer here = new FakePeer();
        core.receiver("a", here);
        assertEquals(TransferResult.ROUTED, b.bring(network.message("a", 4, "0/nobody", "0/B")));
        c.assertGot(0);
        assertEquals(1, here.deliveries.size());
    }

    // ---- what comes from other routers

    @Test
    void shouldReleaseWhatHasPassedMoreRoutersThanThereAre() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        core.receiver("a", new FakePeer());
        assertEquals(TransferResult.ROUTED, b.bring(network.message("a", 4, "0/E", "0/D", "0/B")));
        assertEquals(TransferResult.TOO_FAR, b.bring(network.message("a", 4, "0/F", "0/E", "0/D", "0/B")));
    }

    @Test
    void shouldRouteByThePhaseThatTheMessageBrings() {
        core.address("rule", Map.of("prefix", "w", "distribution", "balanced", "waypoint", true));
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakePeer here = new FakePeer();
        core.receiver("w", here);
        assertEquals(TransferResult.NO_ROUTE, b.bring(network.message("w", 4, "0/B")));
        Delivery second = network.message("w", 4, "0/B");
        second.annotations(new RouterAnnotations("w", 1, false, "0/B", List.of("0/B")));
        assertEquals(TransferResult.ROUTED, b.bring(second));
        assertEquals(1, here.deliveries.size());
    }

    @Test
    void shouldSendToTheFallbackAtAnotherRouter() {
        core.address("rule", Map.of("prefix", "f", "enableFallback", true));
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.remote(1, "MFf", 3);
        FakePeer end = new FakePeer();
        RouterLink sender = core.sender("f", end);
        assertTrue(end.path());
        send(sender, 1);
        Delivery sent = b.data.get(4).deliveries.peek();
        assertEquals(RouterAnnotations.FALLBACK_PHASE, sent.annotations().phase());
        assertEquals("f", sent.annotations().to());
    }

    @Test
    void shouldNotShowWhatOtherRoutersBringToInterceptors() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        core.receiver("a", new FakePeer());
        core.plugins.interceptors().bind(message -> message.reject("a:b", "no"), "never", 0, 1L);
        assertEquals(TransferResult.ROUTED, b.bring(network.message("a", 4, "0/B")));
        assertTrue(producer.outcomes.isEmpty());
    }

    @Test
    void shouldReleaseWhatOtherRoutersBringForAnUnavailableAddress() {
        core.address("prefix", "u", "unavailable");
        FakeNeighbour b = network.neighbour(1, "B", 1);
        assertEquals(TransferResult.NO_ROUTE, b.bring(network.message("u", 4, "0/B")));
    }

    @Test
    void shouldSendToARouterByItsName() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.behind(2, "C", 1, 2);
        RouterLink anonymous = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, anonymous.transfer(producer.to("_topo/0/C/$management")));
        assertEquals(TransferResult.ROUTED,
                core.core.send(producer.to("amqp:/_topo/0/C/temp.1")));
        send(core.sender("_topo/0/C/$management", new FakePeer()), 1);
        b.assertGot(3);
        assertEquals(TransferResult.NO_ROUTE, anonymous.transfer(producer.to("_topo/0/D/$management")));
    }

    @Test
    void shouldReachAnEdgeRouterOfAnotherRouter() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.remote(1, "HE1", 2);
        RouterLink anonymous = core.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED, anonymous.transfer(producer.to("_edge/E1/temp.1")));
        b.assertGot(1);
    }

    @Test
    void shouldCountFinishedDeliveriesByWhereTheyEnteredTheNetwork() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        network.behind(2, "C", 1, 2);
        FakePeer here = new FakePeer();
        core.receiver("a", here);
        b.bring(network.message("a", 4, "0/C", "0/B"));
        b.bring(network.message("a", 4, "0/C", "0/B"));
        b.bring(network.message("a", 4, "0/B"));
        send(core.sender("a", new FakePeer()), 1);
        for (int i = 0; i < 4; i++) {
            here.settleOne(Outcome.ACCEPTED);
        }
        LinkEntity link = core.core.linkEntities().get(Long.toString(here.linkId));
        List<?> histogram = (List<?>) link.attribute("ingressHistogram");
        assertEquals(List.of(1L, 1L, 2L, 0L), histogram.subList(0, 4));
        assertEquals(128, histogram.size());
        assertNull(core.core.linkEntities().get(Long.toString(b.data.get(0).linkId)).attribute("ingressHistogram"));
    }
}
