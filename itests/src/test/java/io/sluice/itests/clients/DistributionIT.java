// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static io.sluice.itests.harness.Peer.send;
import static io.sluice.itests.harness.Peer.take;
import static io.sluice.itests.harness.Peer.takeRest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** Who gets a message: multicast, balanced, closest, and nobody. */
class DistributionIT {

    private static SluiceProcess router;
    private final List<Peer> peers = new ArrayList<>();
    private Peer producer;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.DIST")
            .section("address", "prefix: all", "distribution: multicast")
            .section("address", "prefix: near", "distribution: closest")
            .section("address", "pattern: *.private.#", "distribution: unavailable")
            .section("address", "prefix: all/but/one", "distribution: balanced"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        producer = connectPeer();
    }

    @AfterEach
    void disconnect() {
        peers.forEach(Peer::close);
    }

    private Peer connectPeer() throws Exception {
        Peer peer = Peer.connect(router.port());
        peers.add(peer);
        return peer;
    }

    private List<Receiver> receivers(String address, int count) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            receivers.add(connectPeer().receiver(address, 100));
        }
        return receivers;
    }

    @Test
    void shouldCopyToAllOfThree() throws Exception {
        List<Receiver> receivers = receivers("all/news", 3);
        Tracker tracker = send(producer.sender("all/news"), "n");
        for (Receiver receiver : receivers) {
            Delivery delivery = take(receiver);
            assertEquals("n", Peer.text(delivery));
            delivery.accept();
        }
        tracker.awaitAccepted(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldRejectIfOneOfThreeRejects() throws Exception {
        List<Receiver> receivers = receivers("all/votes", 3);
        Tracker tracker = send(producer.sender("all/votes"), "n");
        take(receivers.get(0)).accept();
        take(receivers.get(1)).release();
        take(receivers.get(2)).reject("app:no", "not me");
        tracker.awaitSettlement(10, TimeUnit.SECONDS);
        assertEquals("REJECTED", tracker.remoteState().getType().name());
    }

    @Test
    void shouldBalanceBetweenTwo() throws Exception {
        List<Receiver> receivers = receivers("work", 2);
        Sender sender = producer.sender("work");
        List<Tracker> trackers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            trackers.add(send(sender, "w" + i));
        }
        // Nobody settles meanwhile, so the load alone decides.
        List<Delivery> first = takeMany(receivers.get(0), 20);
        List<Delivery> second = takeMany(receivers.get(1), 20);
        for (Delivery delivery : first) {
            delivery.accept();
        }
        for (Delivery delivery : second) {
            delivery.accept();
        }
        for (Tracker tracker : trackers) {
            tracker.awaitAccepted(10, TimeUnit.SECONDS);
        }
        assertTrue(takeRest(receivers.get(0)).isEmpty());
    }

    private static List<Delivery> takeMany(Receiver receiver, int count) throws Exception {
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            deliveries.add(take(receiver));
        }
        return deliveries;
    }

    @Test
    void shouldPreferTheLongerPrefix() throws Exception {
        List<Receiver> receivers = receivers("all/but/one", 2);
        Tracker tracker = send(producer.sender("all/but/one"), "n");
        List<String> texts = new ArrayList<>();
        Awaitility.await().untilAsserted(() -> {
            for (Receiver receiver : receivers) {
                texts.addAll(takeRest(receiver));
            }
            assertEquals(List.of("n"), texts);
        });
        tracker.awaitAccepted(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldTakeTurnsAmongTheClosest() throws Exception {
        List<Receiver> receivers = receivers("near/by", 2);
        Sender sender = producer.sender("near/by");
        for (int i = 0; i < 10; i++) {
            send(sender, "n" + i);
        }
        assertEquals(5, takeMany(receivers.get(0), 5).size());
        assertEquals(5, takeMany(receivers.get(1), 5).size());
        assertTrue(takeRest(receivers.get(0)).isEmpty());
        assertTrue(takeRest(receivers.get(1)).isEmpty());
    }

    @Test
    void shouldRefuseLinksToUnavailableAddresses() {
        ExecutionException refusal =
            assertThrows(ExecutionException.class, () -> producer.sender("a.private.b").openFuture().get());
        assertTrue(refusal.getMessage().contains("Node not found"), refusal.getMessage());
    }
}
