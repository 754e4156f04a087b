// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.ArtemisBroker;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.SluiceProcess;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** Qpid JMS through link routes to a real broker. */
class LinkRouteIT {

    private static final long LIMIT = 10_000;
    private static final long SHORT = 500;

    private static ArtemisBroker broker;
    private static SluiceProcess router;
    private Connection connection;

    @BeforeAll
    static void startBoth() throws Exception {
        broker = ArtemisBroker.start("linkbroker", "lr.plain", "lr.tx", "lr.redo", "lr.drain", "lr.large", "lr.loss",
            "lr.gone", "lr.back", "out.edited");
        router = SluiceProcess.start(Conf.open("ITEST.LINKROUTE")
            .section("connector", "name: broker", "host: 127.0.0.1", "port: " + broker.port(),
                "role: route-container", "saslMechanisms: ANONYMOUS")
            .section("linkRoute", "prefix: lr", "direction: in", "connection: broker")
            .section("linkRoute", "prefix: lr", "direction: out", "connection: broker")
            .section("linkRoute", "prefix: in", "direction: in", "connection: broker", "delExternalPrefix: in.",
                "addExternalPrefix: out.")
            .section("linkRoute", "pattern: in.*", "direction: out", "connection: broker", "delExternalPrefix: in.",
                "addExternalPrefix: out.")
            .section("linkRoute", "prefix: nowhere", "direction: out", "containerId: nobody")
            .section("linkRoute", "prefix: $coordinator", "direction: in", "connection: broker"));
        router.log().await("Link Route Activated 'linkRoute/5' on connection broker");
    }

    @AfterAll
    static void stopBoth() throws Exception {
        router.close();
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        router.log().await("Link Route Activated 'linkRoute/5' on connection broker");
        connection = new JmsConnectionFactory("amqp://127.0.0.1:" + router.port()
            + "?jms.sendTimeout=10000&jms.requestTimeout=10000&jms.closeTimeout=5000").createConnection();
        connection.start();
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    private static void send(Session session, Queue queue, int count) throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
        producer.close();
    }

    private static void expect(MessageConsumer consumer, int count) throws JMSException {
        for (int i = 0; i < count; i++) {
            assertEquals("m" + i, ((TextMessage) consumer.receive(LIMIT)).getText());
        }
    }

    @Test
    void shouldSendToAndReceiveFromTheBroker() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("lr.plain");
        send(session, queue, 200);
        broker.awaitAdded("lr.plain", 200);
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 200);
        await().until(() -> broker.messages("lr.plain") == 0);
        consumer.close();
        // The name is free again at the broker.
        MessageConsumer again = session.createConsumer(queue);
        send(session, queue, 1);
        expect(again, 1);
    }

    @Test
    void shouldEditAddressesOnTheWayToTheBroker() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("in.edited");
        send(session, queue, 3);
        broker.awaitAdded("out.edited", 3);
        expect(session.createConsumer(queue), 3);
    }

    @Test
    void shouldCommitAndRollBackSends() throws Exception {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue queue = session.createQueue("lr.tx");
        send(session, queue, 5);
        assertEquals(0, broker.messages("lr.tx"));
        session.rollback();
        assertEquals(0, broker.added("lr.tx"));
        send(session, queue, 4);
        session.commit();
        await().until(() -> broker.messages("lr.tx") == 4);
        session.close();
        Session plain = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        expect(plain.createConsumer(queue), 4);
    }

    @Test
    void shouldRollBackAndCommitReceives() throws Exception {
        Session plain = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = plain.createQueue("lr.redo");
        send(plain, queue, 300);
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 300);
        session.rollback();
        assertEquals(300, broker.messages("lr.redo"));
        Message first = consumer.receive(LIMIT);
        assertTrue(first.getJMSRedelivered());
        for (int i = 1; i < 300; i++) {
            assertNotNull(consumer.receive(LIMIT));
        }
        session.commit();
        await().until(() -> broker.messages("lr.redo") == 0);
        assertNull(consumer.receiveNoWait());
    }

    @Test
    void shouldDrainThroughToTheBroker() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("lr.drain");
        MessageConsumer consumer = session.createConsumer(queue);
        assertNull(consumer.receiveNoWait());
        assertNull(consumer.receive(SHORT));
        send(session, queue, 2);
        expect(consumer, 2);
        assertNull(consumer.receiveNoWait());
        send(session, queue, 1);
        expect(consumer, 1);
    }

    @Test
    void shouldCarryLargeMessages() throws Exception {
        byte[] body = new byte[8 * 1024 * 1024];
        new Random(7).nextBytes(body);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("lr.large");
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        session.createProducer(queue).send(message);
        BytesMessage received = (BytesMessage) session.createConsumer(queue).receive(3 * LIMIT);
        byte[] read = new byte[body.length];
        assertEquals(body.length, received.readBytes(read));
        assertArrayEquals(body, read);
    }

    @Test
    void shouldPassTheBrokersRefusalOn() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue missing = session.createQueue("lr.missing");
        JMSException refused = assertThrows(JMSException.class, () -> session.createConsumer(missing));
        assertTrue(refused.getMessage().contains("amqp:not-found"), refused.getMessage());
    }

    @Test
    void shouldRefuseARouteThatLeadsNowhere() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue nowhere = session.createQueue("nowhere.q");
        JMSException refused = assertThrows(JMSException.class, () -> session.createConsumer(nowhere));
        assertTrue(refused.getMessage().contains("No route to the destination node"), refused.getMessage());
    }

    @Test
    void shouldGiveTheBrokerBackWhatALostConsumerHeld() throws Exception {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue("lr.back");
        send(session, queue, 10);
        expect(session.createConsumer(queue), 5);
        connection.close();
        connect();
        Session other = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        expect(other.createConsumer(queue), 10);
    }

    @Test
    void shouldDetachClientsWhenTheBrokerIsLost() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("lr.loss");
        CompletableFuture<Exception> closed = new CompletableFuture<>();
        connection.setExceptionListener(closed::complete);
        // Only consumers with a listener tell the connection's listener why they were closed.
        session.createConsumer(queue).setMessageListener(message -> { });
        broker.stop();
        try {
            Exception said = closed.get(20, TimeUnit.SECONDS);
            assertTrue(said.getMessage().contains("Connectivity to the peer container was lost"), said.getMessage());
        } finally {
            int activations = router.log().find("Link Route Activated 'linkRoute/5'").size();
            broker.start();
            router.log().await("Link Route Activated 'linkRoute/5'", activations + 1);
        }
        // The connection has outlived it, and so has the route.
        Session next = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        send(next, queue, 2);
        expect(next.createConsumer(queue), 2);
        await().atMost(Duration.ofSeconds(10)).until(() -> broker.messages("lr.loss") == 0);
    }
}
