// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.SluiceProcess;

/** Peers that speak something else, or stop in the middle of a word. */
class WrongProtocolIT {

    private static final String FAILED =
        "SERVER \\(info\\) \\[C\\d+\\] Connection from 127.0.0.1:\\d+ .*failed: amqp:connection:framing-error ";

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.WRONG"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @AfterEach
    void othersAreServed() throws Exception {
        try (Peer peer = Peer.connect(router.port())) {
            Peer.pass(peer.sender("still/there"), peer.receiver("still/there", 1), "m");
        }
    }

    private static String answer(byte[] bytes) throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port())) {
            List<RawPeer.Frame> frames = raw.send(bytes).readToEnd();
            assertEquals(2, frames.size(), frames.toString());
            assertTrue(frames.get(0).isOpen());
            return frames.get(1).error();
        }
    }

    @Test
    void shouldExplainItselfToAWebBrowser() throws Exception {
        String error = answer("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(error.startsWith("amqp:connection:framing-error Unknown protocol detected: 'GET / HTTP/1.1"), error);
        router.log().await(FAILED + "Unknown protocol detected: 'GET /");
    }

    @Test
    void shouldExplainItselfToAnOldAmqpClient() throws Exception {
        String error = answer(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
        assertTrue(error.startsWith("amqp:connection:framing-error "), error);
        assertTrue(error.contains("detected: 'AMQP\\x00\\x00\\x09\\x01'") || error.contains("AMQP"), error);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldAnswerGarbage(int seed) throws Exception {
        byte[] garbage = new byte[4096];
        new Random(seed).nextBytes(garbage);
        garbage[0] = (byte) 0x80;
        String error = answer(garbage);
        assertTrue(error.startsWith("amqp:connection:framing-error Unknown protocol detected: '"), error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AMQP", "AMQP\0\1\0"})
    void shouldForgetAPeerThatVanishesInTheHeader(String beginning) throws Exception {
        try (RawPeer raw = RawPeer.connect(router.port())) {
            raw.send(beginning.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldNoticeAPeerThatVanishesInTheMiddleOfAFrame() throws Exception {
        try (RawPeer raw = RawPeer.open(router.port())) {
            raw.send(0, 0, 1, 0, 2, 0, 0, 0, 0x00, 0x53);
        }
        router.log().await(FAILED + "connection aborted");
    }

    @Test
    void shouldNoticeAReset() throws Exception {
        RawPeer.open(router.port()).begin(0).reset();
        router.log().await("Connection Closed");
    }
}
