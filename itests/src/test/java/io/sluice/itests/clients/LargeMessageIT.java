// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import org.apache.qpid.protonj2.client.OutputStreamOptions;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.StreamDelivery;
import org.apache.qpid.protonj2.client.StreamReceiver;
import org.apache.qpid.protonj2.client.StreamReceiverOptions;
import org.apache.qpid.protonj2.client.StreamSender;
import org.apache.qpid.protonj2.client.StreamSenderMessage;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** Messages larger than what the router keeps of them at a time. */
class LargeMessageIT {

    private static final int MEBIBYTE = 1 << 20;
    /** The common pool may be too small for tasks that wait for each other. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private static SluiceProcess router;
    private Peer producer;
    private Peer consumer;

    @BeforeAll
    static void startRouter() throws Exception {
        // Less than one of the messages needs, and a quarter of what the distribution sets.
        router = new SluiceProcess.Start(Conf.open("ITEST.LARGE")).jvm("-Xmx64m").start();
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        producer = Peer.connect(router.port());
        consumer = Peer.connect(router.port());
    }

    @AfterEach
    void disconnect() {
        producer.close();
        consumer.close();
    }

    @Test
    void shouldStreamAHundredMebibytes() throws Exception {
        shouldPass("large/100", 100);
    }

    @Test
    void shouldStreamManyMebibytesOneAfterTheOther() throws Exception {
        for (int i = 0; i < 5; i++) {
            shouldPass("large/some" + i, 1);
        }
    }

    private void shouldPass(String address, int mebibytes) throws Exception {
        StreamReceiver receiver = streamReceiver(address);
        CompletableFuture<Long> sent = CompletableFuture.supplyAsync(
            () -> write(address, mebibytes), OWN_THREAD);
        StreamDelivery delivery = receiver.receive(20, TimeUnit.SECONDS);
        assertNotNull(delivery);
        CRC32 sum = new CRC32();
        long length = 0;
        byte[] block = new byte[65_536];
        try (InputStream body = delivery.message().body()) {
            for (int n; (n = body.read(block)) >= 0;) {
                sum.update(block, 0, n);
                length += n;
            }
        }
        delivery.accept();
        assertEquals((long) mebibytes * MEBIBYTE, length);
        assertEquals(sent.get(60, TimeUnit.SECONDS), sum.getValue());
        receiver.close();
    }

    private StreamReceiver streamReceiver(String address) throws Exception {
        return consumer.connection().openStreamReceiver(address, new StreamReceiverOptions().autoAccept(false))
            .openFuture().get(10, TimeUnit.SECONDS);
    }

    /** Sends a message of some mebibytes; returns the check sum of its content once it was accepted. */
    private long write(String address, int mebibytes) {
        try {
            byte[] block = new byte[MEBIBYTE];
            new Random(mebibytes).nextBytes(block);
            CRC32 sum = new CRC32();
            StreamSender sender = producer.connection().openStreamSender(address);
            StreamSenderMessage message = sender.beginMessage();
            OutputStreamOptions options = new OutputStreamOptions().bodyLength(mebibytes * MEBIBYTE);
            try (OutputStream body = message.body(options)) {
                for (int i = 0; i < mebibytes; i++) {
                    block[0] = (byte) i;
                    sum.update(block);
                    body.write(block);
                }
            }
            message.tracker().awaitAccepted(60, TimeUnit.SECONDS);
            sender.close();
            return sum.getValue();
        } catch (IOException | ClientException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTellTheConsumerOfAnAbortedMessage() throws Exception {
        StreamReceiver receiver = streamReceiver("large/aborted");
        StreamSenderMessage message = producer.connection().openStreamSender("large/aborted").beginMessage();
        OutputStream body = message.body(new OutputStreamOptions().bodyLength(4 * MEBIBYTE));
        body.write(new byte[MEBIBYTE]);
        body.flush();
        StreamDelivery delivery = receiver.receive(10, TimeUnit.SECONDS);
        assertNotNull(delivery, "a large message is forwarded before it is complete");
        message.abort();
        InputStream input = delivery.rawInputStream();
        assertThrows(IOException.class, input::readAllBytes);
        assertTrue(delivery.aborted());
    }

    @Test
    void shouldStayUsableForOthersWhileOneConsumerDoesNotRead() throws Exception {
        streamReceiver("large/stalled");
        StreamSender stalled = producer.connection().openStreamSender("large/stalled");
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try (OutputStream body = stalled.beginMessage().body(new OutputStreamOptions().bodyLength(64 * MEBIBYTE))) {
                body.write(new byte[64 * MEBIBYTE]);
            } catch (IOException | ClientException e) {
                // The connection is closed below, in the middle of it.
            }
        }, OWN_THREAD);
        try (Peer other = Peer.connect(router.port())) {
            Receiver receiver = other.receiver("large/other", 10);
            for (int i = 0; i < 100; i++) {
                receiver.addCredit(1);
                Peer.pass(other.sender("large/other"), receiver, "m" + i);
            }
        }
        producer.close();
        writing.get(20, TimeUnit.SECONDS);
    }
}
