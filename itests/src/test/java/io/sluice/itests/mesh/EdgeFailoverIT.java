// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** An edge router with two uplinks, one of which is lost under load. */
class EdgeFailoverIT {

    private static final long LIMIT = 20;
    private static final int BEFORE = 500;
    private static final int TOTAL = 3000;

    private static SluiceProcess lasting;
    private static SluiceProcess lost;
    private static SluiceProcess edge;

    @BeforeAll
    static void startAll() throws Exception {
        lasting = SluiceProcess.start(EdgeRouters.interior("FAILOVER.LASTING")
            .listener("mesh", "role: inter-router", "authenticatePeer: no", "saslMechanisms: ANONYMOUS"));
        lost = SluiceProcess.start(EdgeRouters.interior("FAILOVER.LOST")
            .section("connector", "name: mesh", "host: 127.0.0.1", "port: " + lasting.port("mesh"),
                "role: inter-router", "saslMechanisms: ANONYMOUS"));
        edge = SluiceProcess.start(EdgeRouters.edge("FAILOVER.EDGE", lost.port("edges"), lasting.port("edges")));
        edge.log().await("Edge connection \\(id=\\d+\\) to interior established");
        edge.log().await("Connection Opened: dir=out", 2);
    }

    @AfterAll
    static void stopAll() {
        edge.close();
        lost.kill();
        lasting.kill();
    }

    /** Returns the interior whose uplink is in use: who has the links. */
    private static SluiceProcess active() {
        String downlink = "qd.router-edge-downlink";
        await().until(() -> !lost.log().find(downlink).isEmpty() || !lasting.log().find(downlink).isEmpty());
        return lost.log().find(downlink).isEmpty() ? lasting : lost;
    }

    @Test
    void shouldAccountForEveryMessageWhenTheUplinkIsLost() throws Exception {
        SluiceProcess first = active();
        SluiceProcess other = first == lost ? lasting : lost;
        Set<String> received = ConcurrentHashMap.newKeySet();
        AtomicBoolean stop = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        try (Peer producer = Peer.connect(edge.port()); Peer consumer = Peer.connect(other.port())) {
            Receiver receiver = consumer.receiver("load", 100);
            Thread taking = new Thread(() -> take(receiver, received, stop, failures), "taker");
            taking.start();
            Sender sender = producer.sender("load");
            Deque<String> toSend = new ArrayDeque<>();
            for (int i = 0; i < TOTAL; i++) {
                toSend.add("m" + i);
            }
            Set<String> accepted = send(sender, toSend, first, received);
            stop.set(true);
            taking.join(TimeUnit.SECONDS.toMillis(LIMIT));
            assertEquals(List.of(), failures);
            assertEquals(TOTAL, accepted.size());
            assertTrue(received.containsAll(accepted), "what was accepted has been received");
        }
        edge.log().await("Edge connection \\(id=\\d+\\) to interior lost, activating alternate id=\\d+");
    }

    private static void take(Receiver receiver, Set<String> received, AtomicBoolean stop, List<Throwable> failures) {
        try {
            while (!stop.get()) {
                Delivery delivery = receiver.receive(100, TimeUnit.MILLISECONDS);
                if (delivery != null) {
                    received.add(Peer.text(delivery));
                    delivery.accept();
                    receiver.addCredit(1);
                }
            }
        } catch (ClientException e) {
            failures.add(e);
        }
    }

    /** Sends, and sends again what was not accepted; kills the interior router on the way. */
    private static Set<String> send(
            Sender sender, Deque<String> toSend, SluiceProcess victim, Set<String> received) throws Exception {
        Set<String> accepted = new HashSet<>();
        boolean killed = false;
        while (!toSend.isEmpty()) {
            List<String> texts = new ArrayList<>();
            List<Tracker> trackers = new ArrayList<>();
            while (!toSend.isEmpty() && texts.size() < 100) {
                texts.add(toSend.poll());
                trackers.add(Peer.send(sender, texts.get(texts.size() - 1)));
                if (!killed && received.size() >= BEFORE) {
                    killed = true;
                    victim.kill();
                }
            }
            for (int i = 0; i < texts.size(); i++) {
                Tracker tracker = trackers.get(i);
                assertNotNull(tracker.awaitSettlement(LIMIT, TimeUnit.SECONDS), texts.get(i) + " has an outcome");
                DeliveryState.Type state = tracker.remoteState().getType();
                if (state == DeliveryState.Type.ACCEPTED) {
                    accepted.add(texts.get(i));
                } else {
                    assertTrue(state == DeliveryState.Type.RELEASED || state == DeliveryState.Type.MODIFIED,
                        state::toString);
                    toSend.add(texts.get(i));
                }
            }
        }
        assertTrue(killed);
        await().atMost(Duration.ofSeconds(LIMIT)).until(() -> received.containsAll(accepted));
        return accepted;
    }
}
