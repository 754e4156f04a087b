// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.Test;

class IdleAndHandshakeTest {

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void shouldCloseASilentPeerAndBeatMeanwhile() throws Exception {
        try (Bench bench = new Bench(); RawPeer peer = new RawPeer(bench.listen("idleTimeoutSeconds", 1))) {
            Open open = RawPeer.open("silent");
            open.setIdleTimeOut(UnsignedInteger.valueOf(600));
            long start = System.nanoTime();
            peer.send(RawPeer.AMQP_HEADER);
            peer.send(0, open);
            peer.expectHeader(RawPeer.AMQP_HEADER);
            assertEquals(500, ((Open) peer.frame()).getIdleTimeOut().intValue());
            int beats = 0;
            Object frame = peer.frame();
            while (frame == null) {
                beats++;
                frame = peer.frame();
            }
            assertEquals("Error{condition=amqp:resource-limit-exceeded, description='local-idle-timeout expired', "
                    + "info=null}", assertInstanceOf(Close.class, frame).getError().toString());
            assertTrue(beats >= 1 && beats <= 4, beats + " heartbeats");
            assertTrue(millisSince(start) >= 850, "closed too early");
            assertTrue(peer.ended());
            assertEquals("amqp:resource-limit-exceeded local-idle-timeout expired", bench.server.failures().poll());
        }
    }

    @Test
    void shouldKeepAPeerThatBeats() throws Exception {
        try (Bench bench = new Bench();
                RawPeer peer = RawPeer.opened(bench.listen("idleTimeoutSeconds", 2))) {
            CountDownLatch pause = new CountDownLatch(1);
            for (int i = 0; i < 8; i++) {
                pause.await(300, TimeUnit.MILLISECONDS);
                peer.send(new byte[] {0, 0, 0, 8, 2, 0, 0, 0});
            }
            peer.send(0, new Close());
            assertNull(peer.closeError());
        }
    }

    @Test
    void shouldEndAConnectionThatDoesNotOpenInTime() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS")) {
            int port = bench.listen("initialHandshakeTimeoutSeconds", 1);
            long start = System.nanoTime();
            try (RawPeer mute = new RawPeer(port); RawPeer half = new RawPeer(port)) {
                half.send(RawPeer.AMQP_HEADER);
                half.expectHeader(RawPeer.AMQP_HEADER);
                assertEquals(0, mute.rest().length);
                assertEquals(0, half.rest().length);
                assertTrue(millisSince(start) >= 800);
                assertEquals("amqp:not-allowed Timeout waiting for initial handshake", bench.server.failures().poll());
            }
        }
    }
}
