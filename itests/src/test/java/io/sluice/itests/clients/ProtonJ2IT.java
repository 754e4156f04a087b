// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static io.sluice.itests.harness.Peer.send;
import static io.sluice.itests.harness.Peer.take;
import static io.sluice.itests.harness.Peer.takeRest;
import static io.sluice.itests.harness.Peer.takeText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryMode;
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

/** The ProtonJ2 client against the running distribution. */
class ProtonJ2IT {

    private static SluiceProcess router;
    private Peer peer;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.P2"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        peer = Peer.connect(router.port());
    }

    @AfterEach
    void disconnect() {
        peer.close();
    }

    @Test
    void shouldAnnounceItself() throws Exception {
        assertTrue(peer.connection().properties().containsKey("product"));
        assertTrue(Arrays.asList(peer.connection().offeredCapabilities()).contains("ANONYMOUS-RELAY"));
    }

    @Test
    void shouldDeliverAndAcknowledge() throws Exception {
        Receiver receiver = peer.receiver("p2/plain", 10);
        Sender sender = peer.sender("p2/plain");
        Tracker tracker = send(sender, "hello");
        Delivery delivery = take(receiver);
        assertEquals("hello", Peer.text(delivery));
        assertFalse(tracker.remoteSettled());
        delivery.accept();
        tracker.awaitAccepted(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldKeepAllPartsOfAMessage() throws Exception {
        Receiver receiver = peer.receiver("p2/parts", 10);
        Message<String> message = Message.create("body").messageId("id-1").correlationId("c-1").subject("s")
            .contentType("text/plain").groupId("g").groupSequence(7).priority((byte) 8).durable(true)
            .property("key", 42).annotation("x-opt-note", "kept").footer("x-foot", true);
        peer.sender("p2/parts").send(message);
        Delivery delivery = take(receiver);
        Message<String> received = delivery.message();
        assertEquals("id-1", received.messageId());
        assertEquals("c-1", received.correlationId());
        assertEquals("s", received.subject());
        assertEquals("text/plain", received.contentType());
        assertEquals(7, received.groupSequence());
        assertEquals(8, received.priority());
        assertTrue(received.durable());
        assertEquals(42, received.property("key"));
        assertEquals("kept", received.annotation("x-opt-note"));
        assertEquals(true, received.footer("x-foot"));
        assertEquals("body", received.body());
        delivery.accept();
    }

    @Test
    void shouldForwardPresettledMessages() throws Exception {
        Receiver receiver = peer.receiver("p2/presettled", 100);
        Sender sender = peer.connection().openSender("p2/presettled",
            new SenderOptions().deliveryMode(DeliveryMode.AT_MOST_ONCE));
        for (int i = 0; i < 20; i++) {
            assertTrue(send(sender, "m" + i).settled());
        }
        for (int i = 0; i < 20; i++) {
            Delivery delivery = take(receiver);
            assertTrue(delivery.remoteSettled());
            assertEquals("m" + i, Peer.text(delivery));
        }
    }

    @Test
    void shouldRouteAnonymousSendersByTo() throws Exception {
        Receiver one = peer.receiver("p2/to/one", 10);
        Receiver two = peer.receiver("p2/to/two", 10);
        Sender sender = peer.connection().openAnonymousSender();
        sender.send(Message.create("for one").to("p2/to/one"));
        sender.send(Message.create("for two").to("amqp:/p2/to/two"));
        assertEquals("for one", takeText(one));
        assertEquals("for two", takeText(two));
        assertTrue(takeRest(one).isEmpty());
    }

    @Test
    void shouldReleaseAnonymousMessagesThatNobodyWants() throws Exception {
        Sender sender = peer.connection().openAnonymousSender();
        Tracker tracker = sender.send(Message.create("lost").to("p2/nobody"));
        tracker.awaitSettlement(10, TimeUnit.SECONDS);
        assertEquals("RELEASED", tracker.remoteState().getType().name());
    }

    @Test
    void shouldRejectAnonymousMessagesWithoutAddress() throws Exception {
        Tracker tracker = peer.connection().openAnonymousSender().send(Message.create("where to"));
        tracker.awaitSettlement(10, TimeUnit.SECONDS);
        assertEquals("REJECTED", tracker.remoteState().getType().name());
    }

    @Test
    void shouldAnswerRequestsOverADynamicAddress() throws Exception {
        Receiver requests = peer.receiver("p2/service", 10);
        Receiver replies = peer.connection().openDynamicReceiver();
        replies.openFuture().get(10, TimeUnit.SECONDS);
        assertTrue(replies.address().contains("temp."), replies.address());
        peer.sender("p2/service").send(Message.create("ask").replyTo(replies.address()));
        Delivery request = take(requests);
        String replyTo = request.message().replyTo();
        request.accept();
        try (Peer server = Peer.connect(router.port())) {
            Sender answers = server.connection().openAnonymousSender();
            Tracker tracker = answers.send(Message.create("answer").to(replyTo));
            assertEquals("answer", takeText(replies));
            tracker.awaitAccepted(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldWithholdCreditUntilThereIsAConsumer() throws Exception {
        Sender sender = peer.sender("p2/late");
        assertNull(sender.trySend(Message.create("too early")), "no credit without a consumer");
        Receiver receiver = peer.receiver("p2/late", 10);
        Peer.pass(sender, receiver, "now");
    }

    @Test
    void shouldKeepTheOrderOfALink() throws Exception {
        Receiver receiver = peer.receiver("p2/order", 2000);
        Sender sender = peer.sender("p2/order");
        for (int i = 0; i < 1000; i++) {
            send(sender, Integer.toString(i));
            if (i % 100 == 99) {
                for (int j = i - 99; j <= i; j++) {
                    assertEquals(Integer.toString(j), takeText(receiver));
                }
            }
        }
    }

    @Test
    void shouldDrainAReceiver() throws Exception {
        Receiver receiver = peer.receiver("p2/drain", 10);
        passAll(peer.sender("p2/drain"), receiver, List.of("a", "b"));
        receiver.drain().get(10, TimeUnit.SECONDS);
        assertEquals(0, receiver.queuedDeliveries());
        receiver.addCredit(1);
        Peer.pass(peer.sender("p2/drain"), receiver, "after");
    }

    private static void passAll(Sender sender, Receiver receiver, List<String> texts) throws Exception {
        for (String text : texts) {
            Peer.pass(sender, receiver, text);
        }
    }
}
