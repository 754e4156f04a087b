// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.transport.api.TlsInfo;

class TlsTest {

    private static final byte[] AMQP_TLS = {'A', 'M', 'Q', 'P', 2, 1, 0, 0};
    private static TestPki pki;
    private static SSLContext server;
    private static SSLContext client;

    @BeforeAll
    static void makeCertificates() throws Exception {
        pki = new TestPki();
        server = pki.context("CN=server", 30);
        client = pki.context("CN=client", 30);
    }

    private static SSLSocket secure(SSLContext context, Socket socket) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldEchoUnderTls(String protocol) throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server, protocol));
            Listener listener = rig.listener("l", "sslProfile", "p");
            byte[] sent = new byte[3_000_000];
            new Random(1).nextBytes(sent);
            try (SSLSocket socket = secure(client, rig.dial(listener))) {
                socket.startHandshake();
                CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> read(socket, sent.length));
                socket.getOutputStream().write(sent);
                assertArrayEquals(sent, answer.join());
                TlsInfo info = rig.session(0).connection.tls().orElseThrow();
                assertEquals(protocol, info.protocol());
                assertTrue(info.strength() >= 128);
                assertNull(info.userId());
            }
            Awaitility.await().until(() -> rig.session(0).closed);
            assertFalse(rig.session(0).offLoop);
        }
    }

    private static byte[] read(SSLSocket socket, int length) {
        try {
            return socket.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldTakeTheUserFromAClientCertificate() throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server));
            Listener listener = rig.listener("l", "sslProfile", "p", "saslMechanisms", "EXTERNAL PLAIN");
            try (SSLSocket socket = secure(client, rig.dial(listener))) {
                socket.getOutputStream().write("hi".getBytes(US_ASCII));
                assertEquals("hi", new String(read(socket, 2), US_ASCII));
                TlsInfo info = rig.session(0).connection.tls().orElseThrow();
                assertEquals("CN=client", info.userId());
                assertEquals(2, info.peerCertificates().size());
            }
        }
    }

    @Test
    void shouldRefuseAClientWithoutCertificateWhenExternalIsOffered() throws Exception {
        refused(pki.context(null, 30), "peer did not return a certificate");
    }

    @Test
    void shouldRefuseAnUnknownCa() throws Exception {
        SSLContext stranger = new TestPki().context("CN=stranger", 30);
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server));
            Listener listener = rig.listener("l", "sslProfile", "p");
            try (SSLSocket socket = secure(stranger, rig.dial(listener))) {
                assertThrows(IOException.class, socket::startHandshake);
            }
            Awaitility.await().until(() -> rig.session(0).closed);
            assertInstanceOf(SSLException.class, rig.session(0).cause);
            assertFalse(rig.session(0).offLoop);
        }
    }

    @Test
    void shouldRefuseAnExpiredClientCertificate() throws Exception {
        refused(pki.context("CN=late", -1), "certificate has expired");
    }

    private void refused(SSLContext context, String reason) throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server));
            Listener listener = rig.listener("l", "sslProfile", "p", "saslMechanisms", "EXTERNAL");
            try (SSLSocket socket = secure(context, rig.dial(listener))) {
                assertThrows(IOException.class, () -> {
                    socket.startHandshake();
                    socket.getOutputStream().write(1);
                    if (socket.getInputStream().read() < 0) {
                        throw new IOException("ended");
                    }
                });
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertEquals(0, session.receivedBytes);
            assertTrue(TlsReason.of(session.cause).contains(reason), TlsReason.of(session.cause));
        }
    }

    @Test
    void shouldAlsoTakePlainOnATlsPort() throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server));
            Listener listener = rig.listener("l", "sslProfile", "p");
            try (Socket socket = rig.dial(listener)) {
                // The header in two parts: the first could still announce TLS.
                socket.getOutputStream().write("AM".getBytes(US_ASCII));
                Awaitility.await().until(() -> rig.session(0).connected);
                socket.getOutputStream().write("QP0123".getBytes(US_ASCII));
                assertEquals("AMQP0123", new String(socket.getInputStream().readNBytes(8), US_ASCII));
                assertTrue(rig.session(0).connection.tls().isEmpty());
            }
        }
    }

    @Test
    void shouldTakeTheAmqpTlsHeaderAsTls() throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server));
            Listener listener = rig.listener("l", "sslProfile", "p");
            try (Socket plain = rig.dial(listener)) {
                plain.getOutputStream().write(AMQP_TLS);
                try (SSLSocket socket = secure(client, plain)) {
                    socket.getOutputStream().write(7);
                    assertEquals(7, socket.getInputStream().read());
                }
            }
        }
    }

    @Test
    void shouldEndWithoutAByteWhenThereIsNoProfile() throws Exception {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            for (byte[] start : new byte[][] {AMQP_TLS, {0x16, 3, 1, 0, 5}}) {
                try (Socket socket = rig.dial(listener)) {
                    socket.getOutputStream().write(start);
                    InputStream in = socket.getInputStream();
                    assertEquals(-1, in.read());
                }
            }
            Awaitility.await().until(() -> rig.session(1).closed);
            assertNull(rig.session(1).cause);
            assertEquals(0, rig.session(1).receivedBytes);
        }
    }

    @Test
    void shouldEndAHandshakeWithAnAbsentOrWrongProfile() throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("wrong", server, "bad"));
            for (String name : new String[] {"wrong", "absent"}) {
                Listener listener = rig.listener(name, "sslProfile", name);
                try (SSLSocket socket = secure(client, rig.dial(listener))) {
                    assertThrows(IOException.class, socket::startHandshake);
                }
            }
            Awaitility.await().until(() -> rig.session(1).closed);
        }
    }

    @Test
    void shouldEndOnGarbageInsteadOfAHello() throws Exception {
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("p", server));
            Listener listener = rig.listener("l", "sslProfile", "p");
            try (Socket socket = rig.dial(listener)) {
                socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 5, 9, 9, 9, 9, 9, 9, 9, 9});
                socket.getInputStream().readAllBytes();
            }
            Awaitility.await().until(() -> rig.session(0).closed);
            assertInstanceOf(SSLException.class, rig.session(0).cause);
        }
    }
}
