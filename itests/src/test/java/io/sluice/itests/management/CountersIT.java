// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.management;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.DeliveryMode;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.apache.qpid.protonj2.client.Tracker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** What links, addresses and the router count, read by a client while the links are there. */
class CountersIT {

    private static final int CAPACITY = 10;

    private static SluiceProcess router;

    private ManagementClient management;
    private Peer peer;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.router("ITEST.COUNT")
            .listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS", "linkCapacity: " + CAPACITY)
            .listener("container", "authenticatePeer: no", "saslMechanisms: ANONYMOUS", "role: route-container")
            .section("address", "prefix: copies", "distribution: multicast"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        management = new ManagementClient(router.port(), "$management");
        peer = Peer.connect(router.port());
    }

    @AfterEach
    void disconnect() {
        peer.close();
        management.close();
    }

    /** Returns attributes of the link or address that has one of the given value. */
    private List<?> row(String type, String key, Object value, String... attributes) throws Exception {
        String[] all = new String[attributes.length + 1];
        all[0] = key;
        System.arraycopy(attributes, 0, all, 1, attributes.length);
        for (Object result : management.query(type, all).results()) {
            List<?> row = (List<?>) result;
            if (value.equals(row.get(0))) {
                return row.subList(1, row.size()).stream().map(CountersIT::number).toList();
            }
        }
        return List.of();
    }

    private static Object number(Object value) {
        return value instanceof Number number ? number.longValue() : value;
    }

    private List<?> link(String name, String... attributes) throws Exception {
        return row("router.link", "linkName", name, attributes);
    }

    private List<?> address(String key, String... attributes) throws Exception {
        return row("router.address", "key", key, attributes);
    }

    private long total(String attribute) throws Exception {
        return ((Number) ((List<?>) management.query("router", attribute).results().get(0)).get(0)).longValue();
    }

    private Sender settling(String address, String name) throws Exception {
        return peer.connection().openSender(address,
            new SenderOptions().linkName(name).deliveryMode(DeliveryMode.AT_MOST_ONCE)).openFuture()
            .get(20, TimeUnit.SECONDS);
    }

    private Sender sender(String address, String name) throws Exception {
        return peer.connection().openSender(address, new SenderOptions().linkName(name)).openFuture()
            .get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldCountEachOutcomeOnBothLinks() throws Exception {
        Receiver receiver = peer.receiver("outcomes", 20);
        Sender sender = sender("outcomes", "outcomes-in");
        long modified = total("modifiedDeliveries");
        for (DeliveryState state : List.of(DeliveryState.accepted(), DeliveryState.accepted(),
                DeliveryState.rejected("a:b", "c"), DeliveryState.released(), DeliveryState.modified(true, false))) {
            Tracker tracker = Peer.send(sender, "x");
            Peer.take(receiver).disposition(state, true);
            tracker.settlementFuture().get(20, TimeUnit.SECONDS);
        }
        Sender settled = settling("outcomes", "outcomes-settled");
        Peer.send(settled, "x");
        Peer.take(receiver).accept();
        String[] outcomes = {"deliveryCount", "acceptedCount", "rejectedCount", "releasedCount", "modifiedCount",
            "presettledCount", "unsettledCount", "undeliveredCount"};
        assertEquals(List.of(5L, 2L, 1L, 1L, 1L, 0L, 0L, 0L), link("outcomes-in", outcomes));
        assertEquals(List.of(1L, 0L, 0L, 0L, 0L, 1L, 0L, 0L), link("outcomes-settled", outcomes));
        List<?> out = row("router.link", "owningAddr", "M0outcomes", "linkDir");
        assertEquals(1, out.size());
        assertEquals(List.of(6L, 6L, 1L), address("M0outcomes", "deliveriesIngress", "deliveriesEgress",
            "subscriberCount"));
        assertEquals(1, total("modifiedDeliveries") - modified);
    }

    @Test
    void shouldShowCreditAndWhatWaits() throws Exception {
        Receiver receiver = peer.receiver("waiting", 2);
        Sender sender = sender("waiting", "waiting-in");
        for (int i = 0; i < 5; i++) {
            Peer.send(sender, "x");
        }
        await().untilAsserted(() -> assertEquals(List.of(5L, 5L, 5L, (long) CAPACITY),
            link("waiting-in", "deliveryCount", "unsettledCount", "creditAvailable", "capacity")));
        // What is given to a consumer counts, whether it was sent to it by now or not.
        await().untilAsserted(() -> assertEquals(List.of(5L, 5L),
            address("M0waiting", "deliveriesIngress", "deliveriesEgress")));
        receiver.close();
        await().untilAsserted(() -> assertEquals(List.of(0L, 3L, 2L),
            link("waiting-in", "unsettledCount", "releasedCount", "modifiedCount")));
    }

    @Test
    void shouldCountSettledDeliveriesThatAreLost() throws Exception {
        long before = total("droppedPresettledDeliveries");
        Receiver receiver = peer.receiver("lost", 0);
        Sender sender = settling("lost", "lost-in");
        for (int i = 0; i < 3; i++) {
            Peer.send(sender, "x");
        }
        await().untilAsserted(() -> assertEquals(List.of(3L), address("M0lost", "deliveriesEgress")));
        receiver.close();
        await().untilAsserted(() -> assertEquals(3, total("droppedPresettledDeliveries") - before));
    }

    @Test
    void shouldCountOneDeliveryAndEachCopy() throws Exception {
        long ingress = total("deliveriesIngress");
        Receiver one = peer.receiver("copies/x", 5);
        Receiver two = peer.receiver("copies/x", 5);
        Sender sender = sender("copies/x", "copies-in");
        Tracker tracker = Peer.send(sender, "x");
        Peer.takeText(one);
        Peer.take(two).release();
        tracker.awaitAccepted(20, TimeUnit.SECONDS);
        assertEquals(List.of(1L, 2L), address("M0copies/x", "deliveriesIngress", "deliveriesEgress"));
        assertEquals(List.of(1L, 1L), link("copies-in", "deliveryCount", "acceptedCount"));
        assertTrue(total("deliveriesIngress") > ingress);
    }

    @Test
    void shouldNotCountWhatHasNoAddress() throws Exception {
        Sender sender = peer.connection().openAnonymousSender(new SenderOptions().linkName("nowhere"));
        Tracker tracker = sender.send(Message.create("x"));
        assertEquals(DeliveryState.Type.REJECTED,
            tracker.settlementFuture().get(20, TimeUnit.SECONDS).remoteState().getType());
        tracker = sender.send(Message.create("x").to("nobody"));
        assertEquals(DeliveryState.Type.RELEASED,
            tracker.settlementFuture().get(20, TimeUnit.SECONDS).remoteState().getType());
        assertEquals(List.of(1L, 0L, 1L, 0L),
            link("nowhere", "deliveryCount", "rejectedCount", "releasedCount", "unsettledCount"));
    }

    @Test
    void shouldCountTheTrafficOfContainersApart() throws Exception {
        try (Peer container = Peer.connect(router.port("container"))) {
            Receiver receiver = peer.receiver("contained", 5);
            Peer.pass(container.sender("contained"), receiver, "x");
            receiver.close();
            Receiver inside = container.receiver("contained", 5);
            Peer.pass(sender("contained", "contained-in"), inside, "y");
            assertEquals(List.of(2L, 1L, 1L), address("M0contained", "deliveriesIngress",
                "deliveriesIngressRouteContainer", "deliveriesEgressRouteContainer"));
            assertEquals(List.of(1L, 1L), List.of(total("deliveriesIngressRouteContainer"),
                total("deliveriesEgressRouteContainer")));
        }
    }

    @Test
    void shouldCountRequestsToTheManagementNode() throws Exception {
        List<?> first = address("M0$management", "deliveriesIngress", "deliveriesToContainer");
        List<?> second = address("M0$management", "deliveriesIngress", "deliveriesToContainer");
        assertEquals((Long) first.get(0) + 1, second.get(0));
        assertEquals((Long) first.get(1) + 1, second.get(1));
    }

    @Test
    void shouldCountHowLongALinkIsWithoutCredit() throws Exception {
        sender("deserted", "deserted-in");
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() ->
            assertTrue((Long) link("deserted-in", "zeroCreditSeconds").get(0) >= 1));
        Receiver receiver = peer.receiver("deserted", 5);
        await().untilAsserted(() -> assertEquals(List.of(0L, (long) CAPACITY),
            link("deserted-in", "zeroCreditSeconds", "creditAvailable")));
        receiver.close();
    }
}
