// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.SluiceProcess;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** Qpid JMS against the running distribution. */
class JmsIT {

    private static final long LIMIT = 10_000;

    private static SluiceProcess router;
    private Connection connection;
    private Session session;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.JMS").section("address", "prefix: topics",
            "distribution: multicast"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        connection = new JmsConnectionFactory("amqp://127.0.0.1:" + router.port()
            + "?jms.sendTimeout=10000&jms.requestTimeout=10000&jms.closeTimeout=5000").createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void shouldDeliverAndAcknowledge() throws Exception {
        Queue queue = session.createQueue("jms/plain");
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 300; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            // Persistent: returns when the consumer has accepted.
            CompletableFuture<Message> done = new CompletableFuture<>();
            producer.send(message, DeliveryMode.PERSISTENT, 4, 0, completing(done));
            TextMessage received = (TextMessage) consumer.receive(LIMIT);
            assertNotNull(received);
            assertEquals("m" + i, received.getText());
            assertEquals(i, received.getIntProperty("n"));
            done.get(LIMIT, TimeUnit.MILLISECONDS);
        }
    }

    private static CompletionListener completing(CompletableFuture<Message> done) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                done.complete(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                done.completeExceptionally(exception);
            }
        };
    }

    @Test
    void shouldDeliverNonPersistentMessages() throws Exception {
        Queue queue = session.createQueue("jms/fast");
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (int i = 0; i < 100; i++) {
            producer.send(session.createTextMessage("m" + i));
            assertEquals("m" + i, consumer.receive(LIMIT).getBody(String.class));
        }
    }

    @Test
    void shouldAnswerRequestsOverATemporaryQueue() throws Exception {
        Queue service = session.createQueue("jms/service");
        Session serving = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        // A persistent send waits for the consumer's answer, and each side would wait for the other.
        MessageProducer answers = serving.createProducer(null);
        answers.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        serving.createConsumer(service).setMessageListener(request -> {
            try {
                TextMessage answer = serving.createTextMessage("echo " + request.getBody(String.class));
                answer.setJMSCorrelationID(request.getJMSMessageID());
                answers.send(request.getJMSReplyTo(), answer);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        Queue replies = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(replies);
        MessageProducer producer = session.createProducer(service);
        for (int i = 0; i < 10; i++) {
            TextMessage request = session.createTextMessage("r" + i);
            request.setJMSReplyTo(replies);
            producer.send(request);
            Message reply = consumer.receive(LIMIT);
            assertNotNull(reply);
            assertEquals("echo r" + i, reply.getBody(String.class));
            assertEquals(request.getJMSMessageID(), reply.getJMSCorrelationID());
        }
    }

    @Test
    void shouldCopyTopicMessagesToEachSubscriber() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            Session subscriber = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            subscriber.createConsumer(subscriber.createTopic("topics/news")).setMessageListener(message -> {
                try {
                    received.add(message.getBody(String.class));
                } catch (JMSException e) {
                    received.add(e.toString());
                }
            });
        }
        session.createProducer(session.createTopic("topics/news")).send(session.createTextMessage("n"));
        for (int i = 0; i < 3; i++) {
            assertEquals("n", received.poll(LIMIT, TimeUnit.MILLISECONDS));
        }
        assertTrue(received.isEmpty());
    }

    @Test
    void shouldCarryAMebibyte() throws Exception {
        Queue queue = session.createQueue("jms/large");
        MessageConsumer consumer = session.createConsumer(queue);
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(content);
        session.createProducer(queue).send(message, completing(new CompletableFuture<>()));
        assertArrayEquals(content, consumer.receive(LIMIT).getBody(byte[].class));
    }

    @Test
    void shouldReportReleasedMessagesToTheSender() throws Exception {
        MessageProducer producer = session.createProducer(null);
        JMSException refusal = assertThrows(JMSException.class,
            () -> producer.send(session.createQueue("jms/nobody"), session.createTextMessage("lost")));
        assertTrue(refusal.getMessage().contains("released"), refusal.getMessage());
    }

    @Test
    void shouldRefuseTransactions() {
        JMSException refusal = assertThrows(JMSException.class,
            () -> connection.createSession(true, Session.SESSION_TRANSACTED));
        assertTrue(refusal.getMessage().contains("can't coordinate transactions"), refusal.getMessage());
    }
}
