// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.management.ObjectName;

import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.ArtemisBroker;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** A broker's queue behind the router, through auto-links. */
class AutoLinkIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Conf router(ArtemisBroker broker) {
        return Conf.open("ITEST.AUTO").section("connector", "name: broker", "host: 127.0.0.1",
            "port: " + broker.port(), "role: route-container", "saslMechanisms: ANONYMOUS")
            .section("jmx", "host: 127.0.0.1", "port: 0", "authenticate: no");
    }

    private static Conf waypoint(ArtemisBroker broker, String address, String... more) {
        Conf conf = router(broker).section("address", "prefix: " + address, "waypoint: yes");
        for (String direction : List.of("in", "out")) {
            String[] lines = new String[more.length + 4];
            lines[0] = "name: " + address + "-" + direction;
            lines[1] = "address: " + address;
            lines[2] = "direction: " + direction;
            lines[3] = "connection: broker";
            System.arraycopy(more, 0, lines, 4, more.length);
            conf.section("autoLink", lines);
        }
        return conf;
    }

    private static void awaitActive(Jmx jmx, int count) {
        await().atMost(LIMIT).untilAsserted(() ->
            assertEquals(count, jmx.values("router.config.autoLink", "operStatus").stream()
                .filter("active"::equals).count()));
    }

    private static Message<String> durable(String text) throws Exception {
        return Message.create(text).durable(true);
    }

    @Test
    void shouldPassMessagesThroughTheQueueForJms() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("auto", "orders");
                SluiceProcess router = SluiceProcess.start(waypoint(broker, "orders"));
                Jmx jmx = Jmx.connect(router, Map.of())) {
            awaitActive(jmx, 2);
            try (Connection connection = new JmsConnectionFactory("amqp://127.0.0.1:" + router.port()
                    + "?jms.sendTimeout=10000&jms.requestTimeout=10000").createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                Queue queue = session.createQueue("orders");
                MessageProducer producer = session.createProducer(queue);
                for (int i = 0; i < 20; i++) {
                    // Persistent: returns when the broker has accepted, with no consumer there.
                    producer.send(session.createTextMessage("m" + i));
                }
                broker.awaitAdded("orders", 20);
                MessageConsumer consumer = session.createConsumer(queue);
                for (int i = 0; i < 20; i++) {
                    TextMessage received = (TextMessage) consumer.receive(10_000);
                    assertNotNull(received);
                    assertEquals("m" + i, received.getText());
                }
            }
            await().atMost(LIMIT).until(() -> broker.messages("orders") == 0);
        }
    }

    @Test
    void shouldComeBackAfterTheBrokerWithNothingLost() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("auto", "q");
                SluiceProcess router = SluiceProcess.start(waypoint(broker, "q"));
                Jmx jmx = Jmx.connect(router, Map.of());
                Peer peer = Peer.connect(router.port())) {
            awaitActive(jmx, 2);
            Sender sender = peer.sender("q");
            for (int i = 0; i < 10; i++) {
                sender.send(durable("a" + i)).awaitAccepted();
            }
            broker.stop();
            await().atMost(LIMIT).untilAsserted(() ->
                assertEquals(List.of("inactive", "inactive"), jmx.values("router.config.autoLink", "operStatus")));
            Receiver receiver = peer.receiver("q", 100);
            broker.start();
            awaitActive(jmx, 2);
            for (int i = 0; i < 10; i++) {
                sender.send(durable("b" + i)).awaitAccepted();
            }
            Set<String> received = new TreeSet<>();
            for (int i = 0; i < 20; i++) {
                assertTrue(received.add(Peer.takeText(receiver)));
            }
            assertEquals(20, received.size());
            await().atMost(LIMIT).until(() -> broker.messages("q") == 0);
            router.log().await("Auto Link Deactivated 'q-in' on connection broker");
            router.log().await("Auto Link Activated 'q-out' on connection broker", 2);
        }
    }

    @Test
    void shouldKeepItsLinksWhileTheCoreIsReplaced() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("auto", "q");
                SluiceProcess router = SluiceProcess.start(waypoint(broker, "q"));
                Jmx jmx = Jmx.connect(router, Map.of());
                Peer peer = Peer.connect(router.port())) {
            awaitActive(jmx, 2);
            Sender sender = peer.sender("q");
            sender.send(durable("before")).awaitAccepted();
            Set<String> links = await().atMost(LIMIT).until(() -> names(jmx), found -> found.size() == 2);
            jmx.restart("io.sluice.routing.core");
            awaitActive(jmx, 2);
            sender.send(durable("after")).awaitAccepted();
            Receiver receiver = peer.receiver("q", 2);
            assertEquals("before", Peer.takeText(receiver));
            assertEquals("after", Peer.takeText(receiver));
            await().atMost(LIMIT).untilAsserted(() ->
                assertEquals(links, names(jmx), "the broker keeps the links that it has"));
            assertEquals(0, router.log().find("Auto Link Activation Failed").size());
        }
    }

    /** Returns the names of the links that the router has begun. */
    private static Set<String> names(Jmx jmx) throws Exception {
        Set<String> names = new TreeSet<>();
        for (Object name : jmx.values("router.link", "linkName")) {
            if (name.toString().startsWith("qdlink.")) {
                names.add(name.toString());
            }
        }
        return names;
    }

    @Test
    void shouldTryAgainUntilTheBrokerHasTheQueue() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("auto");
                SluiceProcess router = SluiceProcess.start(waypoint(broker, "later"));
                Jmx jmx = Jmx.connect(router, Map.of())) {
            router.log().await("Auto Link Activation Failed\\. .+ 'later-out' on connection broker");
            ObjectName name = await().atMost(LIMIT).until(
                () -> jmx.names("io.sluice:type=router.config.autoLink,*"), found -> found.size() == 2)
                .iterator().next();
            await().atMost(LIMIT).until(() -> jmx.server().getAttribute(name, "lastError") != null);
            broker.createQueue("later");
            awaitActive(jmx, 2);
            assertNull(jmx.server().getAttribute(name, "lastError"));
            Object link = jmx.server().getAttribute(name, "linkRef");
            await().atMost(LIMIT).until(() -> jmx.values("router.link", "identity").contains(link));
            ObjectName linked = jmx.names("io.sluice:type=router.link,*").stream()
                .filter(candidate -> {
                    try {
                        return link.equals(jmx.server().getAttribute(candidate, "identity"));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }).findFirst().orElseThrow();
            assertTrue(jmx.server().getAttribute(linked, "linkName").toString().startsWith("qdlink."));
            assertEquals(2, jmx.number("io.sluice:type=router", "autoLinkCount"));
        }
    }

    @Test
    void shouldNameTheQueueByItsExternalAddress() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("auto", "inner.queue");
                SluiceProcess router = SluiceProcess.start(waypoint(broker, "outer", "externalAddress: inner.queue"));
                Jmx jmx = Jmx.connect(router, Map.of());
                Peer peer = Peer.connect(router.port())) {
            awaitActive(jmx, 2);
            peer.sender("outer").send(durable("m")).awaitAccepted();
            broker.awaitAdded("inner.queue", 1);
            assertEquals("m", Peer.takeText(peer.receiver("outer", 1)));
        }
    }

    @Test
    void shouldBalanceOverTwoBrokers() throws Exception {
        try (ArtemisBroker one = ArtemisBroker.start("one", "q");
                ArtemisBroker two = ArtemisBroker.start("two", "q")) {
            Conf conf = router(one).section("connector", "name: second", "host: 127.0.0.1", "port: " + two.port(),
                "role: route-container", "saslMechanisms: ANONYMOUS")
                .section("address", "prefix: q", "waypoint: yes");
            for (String container : List.of(one.containerId(), two.containerId())) {
                for (String direction : List.of("in", "out")) {
                    conf.section("autoLink", "address: q", "direction: " + direction, "containerId: " + container);
                }
            }
            try (SluiceProcess router = SluiceProcess.start(conf);
                    Jmx jmx = Jmx.connect(router, Map.of());
                    Peer peer = Peer.connect(router.port())) {
                awaitActive(jmx, 4);
                Sender sender = peer.sender("q");
                for (int i = 0; i < 40; i++) {
                    sender.send(durable("m" + i)).awaitAccepted();
                }
                one.awaitAdded("q", 20);
                two.awaitAdded("q", 20);
                Receiver receiver = peer.receiver("q", 100);
                Set<String> received = new TreeSet<>();
                for (int i = 0; i < 40; i++) {
                    assertTrue(received.add(Peer.takeText(receiver)));
                }
                router.log().await("Auto Link Activated 'autoLink/0' on container " + one.containerId());
            }
        }
    }
}
