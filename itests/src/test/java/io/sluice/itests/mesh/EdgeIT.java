// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.ArtemisBroker;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;
import io.sluice.itests.management.ManagementClient;

/** Two edge routers with clients at one interior router, and a broker at the interior and at one of the edges. */
class EdgeIT {

    private static final long LIMIT = 10;

    private static ArtemisBroker broker;
    private static SluiceProcess interior;
    private static SluiceProcess first;
    private static SluiceProcess second;

    @BeforeAll
    static void startAll() throws Exception {
        broker = ArtemisBroker.start("edgebroker", "lr.q", "elr.q");
        interior = SluiceProcess.start(EdgeRouters.interior("EDGES.INTERIOR")
            .section("connector", "name: broker", "host: 127.0.0.1", "port: " + broker.port(),
                "role: route-container", "saslMechanisms: ANONYMOUS")
            .section("linkRoute", "prefix: lr", "direction: in", "connection: broker")
            .section("linkRoute", "prefix: lr", "direction: out", "connection: broker")
            .section("address", "prefix: all", "distribution: multicast")
            .section("address", "prefix: wp", "waypoint: yes"));
        first = SluiceProcess.start(EdgeRouters.edge("EDGES.1", interior.port("edges"))
            .section("connector", "name: broker", "host: 127.0.0.1", "port: " + broker.port(),
                "role: route-container", "saslMechanisms: ANONYMOUS")
            .section("linkRoute", "prefix: elr", "direction: in", "connection: broker")
            .section("linkRoute", "prefix: elr", "direction: out", "connection: broker")
            .section("address", "prefix: all", "distribution: multicast")
            .section("address", "prefix: wp", "waypoint: yes"));
        second = SluiceProcess.start(EdgeRouters.edge("EDGES.2", interior.port("edges"))
            .section("address", "prefix: all", "distribution: multicast")
            .section("address", "prefix: wp", "waypoint: yes"));
        interior.log().await("Link Route Activated 'linkRoute/1' on connection broker");
        interior.log().await("Link Route Activated 'EDGES.1/proxyLinkRoute/Celr' on container EDGES.1");
        interior.log().await("Link Route Activated 'EDGES.1/proxyLinkRoute/Delr' on container EDGES.1");
        first.log().await("Edge connection \\(id=\\d+\\) to interior established");
        second.log().await("Edge connection \\(id=\\d+\\) to interior established");
    }

    @AfterAll
    static void stopAll() throws Exception {
        second.close();
        first.close();
        interior.close();
        broker.close();
    }

    private static void pass(SluiceProcess from, SluiceProcess to, String address) throws Exception {
        try (Peer producer = Peer.connect(from.port()); Peer consumer = Peer.connect(to.port())) {
            Receiver receiver = consumer.receiver(address, 10);
            Sender sender = producer.sender(address);
            for (int i = 0; i < 5; i++) {
                Peer.pass(sender, receiver, "text " + i);
            }
        }
    }

    @Test
    void shouldPassMessagesBetweenEdgesAndTheInterior() throws Exception {
        pass(first, second, "edge.to.edge");
        pass(first, interior, "edge.to.interior");
        pass(interior, second, "interior.to.edge");
        pass(first, first, "at.one.edge");
    }

    @Test
    void shouldPassTheOutcomeThrough() throws Exception {
        try (Peer producer = Peer.connect(first.port()); Peer consumer = Peer.connect(second.port())) {
            Receiver receiver = consumer.receiver("refusing", 10);
            Tracker tracker = Peer.send(producer.sender("refusing"), "no");
            Peer.take(receiver).reject("test:no", "no");
            tracker.awaitSettlement(LIMIT, TimeUnit.SECONDS);
            assertEquals(DeliveryState.Type.REJECTED, tracker.remoteState().getType());
        }
    }

    @Test
    void shouldReleaseAtTheEdgeWhatNobodyAnywhereHas() throws Exception {
        try (Peer producer = Peer.connect(first.port())) {
            Sender anonymous = producer.connection().openAnonymousSender();
            Tracker tracker = anonymous.send(Message.create("x").to("nobody.anywhere"));
            tracker.awaitSettlement(LIMIT, TimeUnit.SECONDS);
            assertEquals(DeliveryState.Type.RELEASED, tracker.remoteState().getType());
        }
    }

    @Test
    void shouldAnswerRequestsByDynamicAddresses() throws Exception {
        for (SluiceProcess at : List.of(second, interior, first)) {
            try (Peer client = Peer.connect(first.port()); Peer service = Peer.connect(at.port())) {
                Receiver requests = service.receiver("service", 10);
                Receiver replies = client.connection().openDynamicReceiver();
                replies.openFuture().get(LIMIT, TimeUnit.SECONDS);
                assertTrue(replies.address().startsWith("amqp:/_edge/EDGES.1/temp."), replies.address());
                client.sender("service").send(Message.create("question").replyTo(replies.address()));
                Delivery request = Peer.take(requests);
                assertEquals("question", Peer.text(request));
                request.accept();
                Tracker answer = service.connection().openAnonymousSender()
                    .send(Message.create("answer").to(request.message().replyTo()));
                assertEquals("answer", Peer.takeText(replies));
                answer.awaitAccepted(LIMIT, TimeUnit.SECONDS);
                Peer.pass(service.sender(replies.address()), replies, "more");
            }
        }
    }

    @Test
    void shouldGiveEverybodyOneCopy() throws Exception {
        try (Peer here = Peer.connect(first.port()); Peer there = Peer.connect(second.port());
                Peer between = Peer.connect(interior.port())) {
            List<Receiver> receivers = List.of(here.receiver("all.a", 10), here.receiver("all.a", 10),
                there.receiver("all.a", 10), between.receiver("all.a", 10));
            for (Peer from : List.of(here, there, between)) {
                Sender sender = from.sender("all.a");
                awaitAll(receivers, sender);
                Tracker tracker = Peer.send(sender, "copy");
                for (Receiver receiver : receivers) {
                    assertEquals("copy", Peer.takeText(receiver));
                }
                tracker.awaitAccepted(LIMIT, TimeUnit.SECONDS);
            }
            Tracker anonymous = here.connection().openAnonymousSender().send(Message.create("copy").to("all.a"));
            for (Receiver receiver : receivers) {
                assertEquals("copy", Peer.takeText(receiver));
            }
            anonymous.awaitAccepted(LIMIT, TimeUnit.SECONDS);
            for (Receiver receiver : receivers) {
                assertEquals(List.of(), Peer.takeRest(receiver));
            }
        }
    }

    /** Sends until a message has reached everybody, so that all routers know of all consumers; leaves no copy. */
    private static void awaitAll(List<Receiver> receivers, Sender sender) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            Tracker tracker = Peer.send(sender, "all?");
            Set<Receiver> reached = new HashSet<>();
            // There is an outcome when there is one for each copy.
            for (boolean done = false; !done;) {
                done = tracker.settlementFuture().isDone();
                for (Receiver receiver : receivers) {
                    List<String> taken = Peer.takeRest(receiver);
                    receiver.addCredit(taken.size());
                    if (!taken.isEmpty()) {
                        reached.add(receiver);
                    }
                }
            }
            return reached.size() == receivers.size();
        });
    }

    @Test
    void shouldRouteLinksToABrokerBehindTheInteriorAndBehindAnEdge() throws Exception {
        for (SluiceProcess from : List.of(first, second, interior)) {
            for (String queue : List.of("lr.q", "elr.q")) {
                try (Peer client = Peer.connect(from.port()); Peer other = Peer.connect(second.port())) {
                    client.sender(queue).send(Message.create("by " + queue)).awaitAccepted(LIMIT, TimeUnit.SECONDS);
                    assertEquals("by " + queue, Peer.takeText(other.receiver(queue, 1)));
                }
            }
        }
    }

    @Test
    void shouldStreamLargeMessages() throws Exception {
        byte[] body = new byte[3_000_000];
        new Random(7).nextBytes(body);
        long up = linksWithoutAddress(first);
        long down = linksWithoutAddress(interior);
        try (Peer producer = Peer.connect(first.port()); Peer consumer = Peer.connect(second.port())) {
            Receiver receiver = consumer.receiver("large", 1);
            Tracker tracker = producer.sender("large").send(Message.create(body));
            Delivery delivery = Peer.take(receiver);
            assertArrayEquals(body, (byte[]) delivery.message().body());
            delivery.accept();
            tracker.awaitAccepted(LIMIT, TimeUnit.SECONDS);
        }
        assertTrue(linksWithoutAddress(first) > up, "up");
        assertTrue(linksWithoutAddress(interior) > down, "down");
    }

    /** Returns on how many links that belong to no address a router sends. */
    private static long linksWithoutAddress(SluiceProcess router) throws Exception {
        try (ManagementClient client = new ManagementClient(router.port(), "$management")) {
            return client.query("router.link", "linkDir", "linkType", "owningAddr").results().stream()
                .filter(Arrays.asList("out", "endpoint", null)::equals).count();
        }
    }

    @Test
    void shouldManageAnEdgeFromAnywhere() throws Exception {
        try (Peer client = Peer.connect(second.port())) {
            Receiver replies = client.connection().openDynamicReceiver();
            replies.openFuture().get(LIMIT, TimeUnit.SECONDS);
            Object body = Map.of("attributeNames", List.of("container", "role", "dir", "active"));
            client.sender("amqp:/_edge/EDGES.1/$management").send(Message.create(body)
                .replyTo(replies.address()).correlationId("1").property("operation", "QUERY")
                .property("type", "org.amqp.management").property("name", "self")
                .property("entityType", "org.apache.qpid.dispatch.connection"));
            Delivery reply = replies.receive(LIMIT, TimeUnit.SECONDS);
            assertNotNull(reply);
            Message<Object> answer = reply.message();
            assertEquals(200, answer.property("statusCode"));
            List<?> connections = (List<?>) ((Map<?, ?>) answer.body()).get("results");
            assertTrue(connections.contains(List.of("EDGES.INTERIOR", "edge", "out", true)), connections::toString);
        }
    }
}
