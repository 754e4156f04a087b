// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.management.api.ManagedEntity;
import io.sluice.transport.api.TlsInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.security.SaslResponse;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.Test;

class LoginTest {

    private static final String NOT_LISTED = "amqp:unauthorized-access "
            + "Client mechanism not in mechanism inclusion list. (Failed to authenticate client [mech=%s])";

    @Test
    void shouldLetAnonymousIn() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS"); RawPeer peer = new RawPeer(bench.listen())) {
            assertEquals(List.of("ANONYMOUS"), offer(peer, "ANONYMOUS", "anonymous"));
            assertEquals(0, outcome(peer));
            peer.send(RawPeer.AMQP_HEADER);
            peer.expectHeader(RawPeer.AMQP_HEADER);
            peer.send(0, RawPeer.open("me"));
            assertEquals("QDR", assertInstanceOf(Open.class, peer.frame()).getContainerId());
            await().until(() -> bench.links.opened.size() == 1);
            assertEquals("anonymous", bench.links.opened.get(0).user());
            assertTrue(bench.server.failures().isEmpty());
        }
    }

    @Test
    void shouldTakeEverythingOfTheClientAtOnce() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS"); RawPeer peer = new RawPeer(bench.listen())) {
            bench.server.readSize(1 << 16);
            byte[] all = Stream.of(RawPeer.SASL_HEADER, peer.encode(1, 0, RawPeer.init("ANONYMOUS", null), new byte[0]),
                    RawPeer.AMQP_HEADER, peer.encode(0, 0, RawPeer.open("me"), new byte[0]),
                    peer.encode(0, 0, RawPeer.begin(null), new byte[0])).reduce(LoginTest::join).orElseThrow();
            peer.send(all);
            peer.expectHeader(RawPeer.SASL_HEADER);
            peer.frame();
            assertEquals(0, outcome(peer));
            peer.expectHeader(RawPeer.AMQP_HEADER);
            assertInstanceOf(Open.class, peer.frame());
            peer.frame();
        }
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }

    @Test
    void shouldLetPlainInWithRightPasswordOnly() throws Exception {
        try (Bench bench = new Bench().mechanism("PLAIN", "ANONYMOUS")) {
            int port = bench.listen("saslMechanisms", "PLAIN ANONYMOUS", "authenticatePeer", true);
            try (RawPeer peer = new RawPeer(port)) {
                assertEquals(List.of("PLAIN", "ANONYMOUS"), offer(peer, "PLAIN", "\0user\0pw"));
                assertEquals(0, outcome(peer));
                peer.send(RawPeer.AMQP_HEADER);
                peer.send(0, RawPeer.open("me"));
                peer.expectHeader(RawPeer.AMQP_HEADER);
                peer.frame();
                await().until(() -> bench.links.opened.size() == 1);
                assertEquals("user@test", bench.links.opened.get(0).user());
            }
            assertRefused(bench, port, "PLAIN", "\0user\0no", 1,
                    "amqp:unauthorized-access Failed to authenticate client [mech=PLAIN]");
            assertRefused(bench, port, "PLAIN", "\0busy\0pw", 4,
                    "amqp:unauthorized-access Failed to authenticate client [mech=PLAIN]");
        }
    }

    @Test
    void shouldAskForTheInitialResponseOfPlain() throws Exception {
        try (Bench bench = new Bench().mechanism("PLAIN");
                RawPeer peer = new RawPeer(bench.listen("saslMechanisms", "PLAIN"))) {
            offer(peer, "PLAIN", null);
            assertEquals(0, assertInstanceOf(SaslChallenge.class, peer.frame()).getChallenge().getLength());
            respond(peer, "\0user\0pw");
            assertEquals(0, outcome(peer));
        }
    }

    @Test
    void shouldGoThroughSeveralRounds() throws Exception {
        try (Bench bench = new Bench().mechanism("TWICE"); RawPeer peer = new RawPeer(bench.listen())) {
            offer(peer, "TWICE", "first");
            assertEquals(new Binary("again?".getBytes(StandardCharsets.US_ASCII)),
                    assertInstanceOf(SaslChallenge.class, peer.frame()).getChallenge());
            respond(peer, "joe");
            assertEquals(new Binary("welcome".getBytes(StandardCharsets.US_ASCII)),
                    assertInstanceOf(SaslChallenge.class, peer.frame()).getChallenge());
            respond(peer, "");
            assertEquals(0, outcome(peer));
        }
    }

    @Test
    void shouldBoundTheRounds() throws Exception {
        try (Bench bench = new Bench().mechanism("TWICE"); RawPeer peer = new RawPeer(bench.listen())) {
            offer(peer, "TWICE", "first");
            for (int i = 0; i < 16; i++) {
                assertInstanceOf(SaslChallenge.class, peer.frame());
                respond(peer, "endless");
            }
            assertInstanceOf(SaslChallenge.class, peer.frame());
            respond(peer, "endless");
            assertTrue(peer.ended());
        }
    }

    @Test
    void shouldRefuseWhatIsNotOffered() throws Exception {
        try (Bench bench = new Bench().mechanism("PLAIN", "ANONYMOUS")) {
            int anonymousOnly = bench.listen("saslMechanisms", "ANONYMOUS", "authenticatePeer", false);
            assertRefused(bench, anonymousOnly, "PLAIN", "\0user\0pw", 1, String.format(NOT_LISTED, "PLAIN"));
            assertRefused(bench, anonymousOnly, "EXTERNAL", "", 1, String.format(NOT_LISTED, "EXTERNAL"));
            assertRefused(bench, bench.listen("saslMechanisms", "EXTERNAL,ANONYMOUS"), "EXTERNAL", "", 1,
                    "amqp:unauthorized-access Failed to authenticate client [mech=EXTERNAL]");
            assertRefused(bench, bench.listen(), "PLAIN", "\0user\0pw", 1,
                    "amqp:unauthorized-access Failed to authenticate client [mech=PLAIN]");
        }
    }

    @Test
    void shouldOfferAnEmptyArrayIfNothingIsAvailable() throws Exception {
        try (Bench bench = new Bench()) {
            bench.factory.bindMechanism(new TestMechanism("PLAIN", false), Map.of());
            try (RawPeer peer = new RawPeer(bench.listen("saslMechanisms", "PLAIN", "authenticatePeer", true))) {
                assertEquals(List.of(), offer(peer, "ANONYMOUS", ""));
                assertArrayEquals(new byte[] {0, 0, 0, 0x12}, Arrays.copyOf(peer.lastFrame(), 4));
                assertEquals(1, outcome(peer));
                assertTrue(peer.ended());
            }
        }
    }

    @Test
    void shouldWaitForAMechanismAndNeverFallBack() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS");
                RawPeer peer = new RawPeer(bench.listen("saslMechanisms", "PLAIN"))) {
            peer.send(RawPeer.SASL_HEADER);
            peer.sasl(RawPeer.init("PLAIN", "\0user\0pw"));
            peer.expectHeader(RawPeer.SASL_HEADER);
            bench.mechanism("PLAIN");
            assertEquals(1, assertInstanceOf(SaslMechanisms.class, peer.frame()).getSaslServerMechanisms().length);
            assertEquals(0, outcome(peer));
        }
    }

    @Test
    void shouldSayTemporaryIfTheMechanismVanishes() throws Exception {
        TestMechanism twice = new TestMechanism("TWICE");
        try (Bench bench = new Bench(); RawPeer peer = new RawPeer(bench.listen())) {
            bench.factory.bindMechanism(twice, Map.of());
            offer(peer, "TWICE", "first");
            assertInstanceOf(SaslChallenge.class, peer.frame());
            bench.factory.unbindMechanism(twice);
            respond(peer, "joe");
            assertEquals(4, outcome(peer));
            assertTrue(peer.ended());
        }
    }

    @Test
    void shouldLetClientsWithoutSaslInUnlessTheyMustAuthenticate() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS")) {
            try (RawPeer peer = RawPeer.opened(bench.listen("authenticatePeer", false))) {
                await().until(() -> bench.links.opened.size() == 1);
                assertEquals("anonymous", bench.links.opened.get(0).user());
                assertNull(bench.factory.entities().iterator().next().attribute("sasl"));
                peer.send(0, new Close());
                assertNull(peer.closeError());
            }
            assertSilentEnd(bench, bench.listen("authenticatePeer", true),
                    "amqp:connection:policy-error Client skipped authentication - forbidden");
            assertSilentEnd(bench, bench.listen("authenticatePeer", true, "requireSsl", true),
                    "amqp:connection:policy-error Client skipped authentication - forbidden");
            assertSilentEnd(bench, bench.listen("requireEncryption", true),
                    "amqp:connection:policy-error Client connection unencrypted - forbidden");
        }
    }

    @Test
    void shouldDemandEncryptionOnlyAfterSasl() throws Exception {
        for (String attribute : List.of("requireSsl", "requireEncryption")) {
            try (Bench bench = new Bench().mechanism("ANONYMOUS");
                    RawPeer peer = new RawPeer(bench.listen(attribute, true))) {
                offer(peer, "ANONYMOUS", "anonymous");
                assertEquals(0, outcome(peer));
                peer.send(RawPeer.AMQP_HEADER);
                assertTrue(peer.ended());
                assertEquals("amqp:connection:policy-error Client connection unencrypted - forbidden",
                        bench.server.failures().poll());
            }
        }
    }

    @Test
    void shouldTakeTheCertificateUserOfATlsClientWithoutSasl() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS")) {
            bench.server.tls(new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256", 128, List.of(), "CN=me"));
            try (RawPeer peer = RawPeer.opened(bench.listen("requireSsl", true))) {
                await().until(() -> bench.links.opened.size() == 1);
                assertEquals("CN=me", bench.links.opened.get(0).user());
                ManagedEntity entity = bench.factory.entities().iterator().next();
                assertEquals(true, entity.attribute("isEncrypted"));
                assertEquals("TLSv1.3", entity.attribute("sslProto"));
                assertEquals("TLS_AES_128_GCM_SHA256", entity.attribute("sslCipher"));
                assertEquals(128L, entity.attribute("sslSsf"));
                peer.send(0, new Close());
                assertNull(peer.closeError());
            }
            assertSilentEnd(bench, bench.listen("authenticatePeer", true),
                    "amqp:connection:policy-error Client skipped authentication - forbidden");
        }
    }

    @Test
    void shouldEndOnBrokenSaslFrames() throws Exception {
        try (Bench bench = new Bench().mechanism("ANONYMOUS")) {
            int port = bench.listen();
            byte[][] broken = {{0, 0, 0, 7, 2, 1, 0, 0}, {0, 0, 0, 9, 2, 1, 0, 0, (byte) 0xff},
                {0, 0, 0, 8, 2, 0, 0, 0}};
            for (byte[] frame : broken) {
                bench.server.failures().clear();
                try (RawPeer peer = new RawPeer(port)) {
                    peer.send(RawPeer.SASL_HEADER);
                    peer.expectHeader(RawPeer.SASL_HEADER);
                    peer.frame();
                    peer.send(frame);
                    assertTrue(peer.ended());
                }
                assertEquals("amqp:connection:framing-error malformed frame", bench.server.failures().poll());
            }
        }
    }

    private static void assertSilentEnd(Bench bench, int port, String failure) throws Exception {
        await().until(() -> bench.factory.entities().isEmpty());
        bench.server.failures().clear();
        try (RawPeer peer = new RawPeer(port)) {
            peer.send(RawPeer.AMQP_HEADER);
            assertTrue(peer.ended());
        }
        assertEquals(failure, bench.server.failures().poll());
    }

    private static void assertRefused(Bench bench, int port, String mechanism, String response, int code,
            String failure) throws Exception {
        await().until(() -> bench.factory.entities().isEmpty());
        bench.server.failures().clear();
        try (RawPeer peer = new RawPeer(port)) {
            offer(peer, mechanism, response);
            assertEquals(code, outcome(peer));
            assertTrue(peer.ended());
        }
        assertEquals(failure, bench.server.failures().poll());
    }

    private static List<String> offer(RawPeer peer, String mechanism, String response) throws Exception {
        peer.send(RawPeer.SASL_HEADER);
        peer.sasl(RawPeer.init(mechanism, response));
        peer.expectHeader(RawPeer.SASL_HEADER);
        Symbol[] offer = assertInstanceOf(SaslMechanisms.class, peer.frame()).getSaslServerMechanisms();
        return Stream.of(offer).map(Symbol::toString).toList();
    }

    private static void respond(RawPeer peer, String text) throws Exception {
        SaslResponse response = new SaslResponse();
        response.setResponse(new Binary(text.getBytes(StandardCharsets.UTF_8)));
        peer.sasl(response);
    }

    private static int outcome(RawPeer peer) throws Exception {
        return assertInstanceOf(SaslOutcome.class, peer.frame()).getCode().ordinal();
    }
}
