// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryMode;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.apache.qpid.protonj2.client.StreamDelivery;
import org.apache.qpid.protonj2.client.StreamReceiver;
import org.apache.qpid.protonj2.client.StreamReceiverOptions;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawProducer;
import io.sluice.itests.harness.SluiceProcess;
import io.sluice.itests.harness.StallingConsumer;

/** Large messages and consumers that stall, decide early, or get less than was begun. */
class StreamingIT {

    private static final int MEBIBYTE = 1 << 20;
    /** The common pool may be too small for tasks that wait for each other. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();
    private static final int LARGE = 8 * MEBIBYTE;
    private static final int MESSAGES = 12;
    /** What the router may hold while 96 MiB are under way; about a third of it is the router itself. */
    private static final long HEAP_LIMIT = 40L * MEBIBYTE;
    private static final String ROUTER = "io.sluice:type=router";

    private static SluiceProcess router;
    private Peer producer;

    @BeforeAll
    static void startRouter() throws Exception {
        router = new SluiceProcess.Start(Conf.open("ITEST.STREAM")
            .section("address", "prefix: all", "distribution: multicast")).jvm("-Xmx64m").start();
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        producer = Peer.connect(router.port());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    // ---- one of three consumers stalls

    @Test
    void shouldHoldTheProducerAndNotTheMessagesWhileOneConsumerOfThreeStalls() throws Exception {
        stall(stalled -> {
            int frames = stalled.acceptMessages(MESSAGES);
            assertTrue(frames > MESSAGES);
        });
    }

    @Test
    void shouldCompleteForTheOthersWhenTheStalledConsumerLeaves() throws Exception {
        stall(StallingConsumer::close);
    }

    private interface End {
        void of(StallingConsumer stalled) throws IOException;
    }

    private void stall(End end) throws Exception {
        byte[] body = new byte[LARGE];
        new Random(7).nextBytes(body);
        try (Peer first = Peer.connect(router.port()); Peer second = Peer.connect(router.port());
             Jmx jmx = Jmx.attach(router)) {
            long before = jmx.number(ROUTER, "deliveriesIngress");
            List<Receiver> others = List.of(first.receiver("all/x", MESSAGES), second.receiver("all/x", MESSAGES));
            StallingConsumer stalled = StallingConsumer.attach(router.port(), "all/x", MESSAGES);
            Sender sender = producer.sender("all/x");
            CompletableFuture<List<Tracker>> sending = CompletableFuture.supplyAsync(
                () -> sendAll(sender, body), OWN_THREAD);
            flowElsewhere(first, second, jmx);
            assertTrue(jmx.number(ROUTER, "deliveriesIngress") - before < 100 + MESSAGES / 2,
                "the producer is held while the first messages are on their way");
            CompletableFuture<Void> taking = CompletableFuture.runAsync(() -> takeAll(others, body), OWN_THREAD);
            end.of(stalled);
            taking.get(60, TimeUnit.SECONDS);
            for (Tracker tracker : sending.get(60, TimeUnit.SECONDS)) {
                tracker.awaitSettlement(60, TimeUnit.SECONDS);
                assertEquals("ACCEPTED", tracker.remoteState().getType().name());
            }
            stalled.close();
        }
    }

    /** The connections of the other consumers serve other addresses meanwhile. */
    private void flowElsewhere(Peer first, Peer second, Jmx jmx) throws Exception {
        Receiver elsewhere = second.receiver("elsewhere", 0);
        Sender sender = first.sender("elsewhere");
        for (int i = 0; i < 100; i++) {
            elsewhere.addCredit(1);
            Peer.pass(sender, elsewhere, "m" + i);
            if (i % 25 == 24) {
                long used = jmx.heapInUse();
                assertTrue(used < HEAP_LIMIT, () -> "heap in use: " + used);
            }
        }
    }

    private static List<Tracker> sendAll(Sender sender, byte[] body) {
        List<Tracker> trackers = new ArrayList<>();
        try {
            for (int i = 0; i < MESSAGES; i++) {
                trackers.add(sender.send(Message.create(body)));
            }
        } catch (ClientException e) {
            throw new IllegalStateException(e);
        }
        return trackers;
    }

    private static void takeAll(List<Receiver> receivers, byte[] body) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                for (Receiver receiver : receivers) {
                    Delivery delivery = Peer.take(receiver);
                    Message<byte[]> message = delivery.message();
                    assertArrayEquals(body, message.body());
                    delivery.accept();
                }
            }
        } catch (ClientException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- a consumer decides after the first frame

    private static Stream<DeliveryState> decisions() {
        Rejected rejected = new Rejected();
        rejected.setError(new ErrorCondition(Symbol.valueOf("app:no"), "too long"));
        return Stream.of(Accepted.getInstance(), rejected, Released.getInstance());
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void shouldTellTheSenderAtOnceWhatAConsumerDecidesAfterTheFirstFrame(DeliveryState state) throws Exception {
        String address = "early/" + state.getType();
        try (StallingConsumer consumer = StallingConsumer.attach(router.port(), address, 10);
             RawProducer sender = RawProducer.attach(router.port(), address)) {
            byte[] block = new byte[16_000];
            sender.begin(0, 100 * block.length, block);
            for (int i = 0; i < 20; i++) {
                sender.go(0, true, block);
            }
            assertTrue(consumer.transfer().getMore());
            consumer.settle(0, state);
            Disposition heard = sender.disposition();
            assertEquals(0, heard.getFirst().intValue());
            assertEquals(state.toString(), heard.getState().toString());
            for (int i = 0; i < 79; i++) {
                sender.go(0, i < 78, block);
            }
            sender.begin(1, 4, (byte) 'n', (byte) 'e', (byte) 'x', (byte) 't');
            Transfer transfer = consumer.transfer();
            while (transfer.getDeliveryId() == null || transfer.getDeliveryId().intValue() == 0) {
                transfer = consumer.transfer();
            }
            assertFalse(transfer.getMore());
            consumer.settle(transfer.getDeliveryId().intValue(), Accepted.getInstance());
            Disposition next = sender.disposition();
            while (next.getFirst().intValue() == 0) {
                next = sender.disposition();
            }
            assertEquals(1, next.getFirst().intValue());
            assertTrue(next.getSettled());
            assertEquals(Accepted.getInstance(), next.getState());
        }
    }

    // ---- a producer that does not finish

    @Test
    void shouldTellAConsumerThatTheProducerDiedInMidMessage() throws Exception {
        try (Peer consumer = Peer.connect(router.port()); Peer plain = Peer.connect(router.port())) {
            StreamReceiver streaming = consumer.connection().openStreamReceiver("all/dead",
                new StreamReceiverOptions().autoAccept(false)).openFuture().get(10, TimeUnit.SECONDS);
            Receiver whole = plain.receiver("all/dead", 10);
            RawProducer dying = RawProducer.attach(router.port(), "all/dead");
            byte[] block = new byte[16_000];
            dying.begin(0, 100 * block.length, block);
            for (int i = 0; i < 20; i++) {
                dying.go(0, true, block);
            }
            StreamDelivery delivery = streaming.receive(10, TimeUnit.SECONDS);
            dying.close();
            InputStream input = delivery.rawInputStream();
            assertThrows(IOException.class, input::readAllBytes);
            assertTrue(delivery.aborted());
            Peer.send(producer.sender("all/dead"), "whole");
            assertEquals("whole", Peer.takeText(whole), "the rest of a message is no message");
            assertNull(whole.tryReceive());
        }
    }

    // ---- settled messages at full speed

    @Test
    void shouldLoseNoLargeSettledMessageWhileTheConsumerHasCredit() throws Exception {
        int count = 300;
        try (StallingConsumer slow = StallingConsumer.attach(router.port(), "settled", count);
             Jmx jmx = Jmx.attach(router)) {
            Sender sender = producer.connection().openSender("settled",
                new SenderOptions().deliveryMode(DeliveryMode.AT_MOST_ONCE));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        sender.send(Message.create(new byte[256 << 10]));
                    }
                } catch (ClientException e) {
                    throw new IllegalStateException(e);
                }
            }, OWN_THREAD);
            for (int done = 0; done < count;) {
                Transfer transfer = slow.transfer();
                assertFalse(transfer.getAborted());
                if (!transfer.getMore()) {
                    done++;
                    if (done % 100 == 0) {
                        long used = jmx.heapInUse();
                        assertTrue(used < HEAP_LIMIT, () -> "heap in use: " + used);
                    }
                }
            }
            sending.get(20, TimeUnit.SECONDS);
            assertEquals(0, jmx.number(ROUTER, "droppedPresettledDeliveries"));
        }
    }
}
