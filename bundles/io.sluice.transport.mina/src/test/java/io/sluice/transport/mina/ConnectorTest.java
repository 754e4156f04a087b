// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConnectorTest {

    private static final RetryTimings QUICK = new RetryTimings(50, 20, 10);
    private static final ConnectionTimings SHORT = new ConnectionTimings(500, 100);

    private static Connector connector(Rig rig, int port, Object... more) {
        Map<String, Object> all = Rig.attributes(more);
        all.put("host", "127.0.0.1");
        all.put("port", Integer.toString(port));
        Connector connector = new Connector(rig.transport, "c", all, QUICK, SHORT);
        connector.start();
        return connector;
    }

    private static EndpointEntity entity(Rig rig) {
        return rig.transport.connectors().entities().iterator().next();
    }

    private static void awaitStatus(Rig rig, String status) {
        Awaitility.await().until(() -> status.equals(entity(rig).attribute("connectionStatus")));
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @Test
    void shouldDialAtOnceAndAgainAfterALoss() throws IOException {
        try (Rig rig = new Rig(); ServerSocket server = server()) {
            rig.echo.onConnected = session -> session.connection.opened("Connection Opened: dir=out", null);
            Connector connector = connector(rig, server.getLocalPort());
            assertTrue(rig.applied.isEmpty() || rig.applied.containsKey("c"));
            try (Socket peer = server.accept()) {
                awaitStatus(rig, "SUCCESS");
                assertEquals("[C1] Connection Opened: dir=out", entity(rig).attribute("connectionMsg"));
                assertTrue(rig.session(0).connection.outgoing());
                assertEquals("127.0.0.1:" + server.getLocalPort(), rig.session(0).connection.remoteAddress());
                peer.getOutputStream().write(9);
                assertEquals(9, peer.getInputStream().read());
            }
            try (Socket again = server.accept()) {
                Awaitility.await().until(() -> rig.echo.sessions.size() == 2);
                awaitStatus(rig, "SUCCESS");
                connector.stop();
                assertEquals(-1, again.getInputStream().read());
            }
            Awaitility.await().until(() -> rig.session(1).closed);
            assertEquals(0, rig.transport.connectors().size());
        }
    }

    @Test
    void shouldRetryWhileThePeerIsAway() throws IOException {
        int port;
        try (ServerSocket server = server()) {
            port = server.getLocalPort();
        }
        try (Rig rig = new Rig()) {
            Connector connector = connector(rig, port);
            awaitStatus(rig, "FAILED");
            String message = entity(rig).attribute("connectionMsg").toString();
            assertTrue(message.matches("\\[C\\d+] Connection to 127.0.0.1:" + port
                    + " failed: proton:io Connection refused - disconnected 127.0.0.1:" + port), message);
            try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Socket peer = server.accept()) {
                assertTrue(peer.isConnected());
            }
            connector.stop();
        }
    }

    @Test
    void shouldGoToTheNextPlaceAfterTwoErrors() throws IOException {
        try (Rig rig = new Rig(); ServerSocket first = server(); ServerSocket second = server()) {
            String other = "amqp://127.0.0.1:" + second.getLocalPort();
            rig.echo.onConnected = session -> session.connection.opened("open", List.of(other));
            Connector connector = connector(rig, first.getLocalPort());
            first.accept().close();
            first.accept();
            awaitStatus(rig, "SUCCESS");
            assertEquals("amqp://127.0.0.1:" + first.getLocalPort() + ", " + other,
                    entity(rig).attribute("failoverUrls"));
            rig.echo.onConnected = session -> session.connection.abort();
            first.close();
            rig.session(1).connection.loop().execute(rig.session(1).connection::abort);
            try (Socket peer = second.accept()) {
                assertTrue(peer.isConnected());
            }
            connector.stop();
        }
    }

    @Test
    void shouldShowWhyTheProtocolFailed() throws IOException {
        try (Rig rig = new Rig(); ServerSocket server = server()) {
            rig.echo.onConnected = session -> {
                session.connection.failed("amqp:unauthorized-access", "Authentication failed");
                session.connection.close();
            };
            Connector connector = connector(rig, server.getLocalPort());
            server.accept();
            awaitStatus(rig, "FAILED");
            assertTrue(entity(rig).attribute("connectionMsg").toString()
                    .endsWith("failed: amqp:unauthorized-access Authentication failed"));
            connector.stop();
        }
    }

    @Test
    void shouldWaitForItsProfileAndThenSpeakTls() throws Exception {
        TestPki pki = new TestPki();
        SSLContext server = pki.context("CN=server", 30);
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("server", server));
            Listener listener = rig.listener("l", "sslProfile", "server");
            Connector connector = connector(rig, rig.port(listener), "sslProfile", "client");
            awaitStatus(rig, "INITIALIZING");
            rig.echo.onConnected = session -> {
                if (session.connection.outgoing()) {
                    session.connection.opened("protocol " + session.connection.tls().orElseThrow().protocol(), null);
                }
            };
            rig.transport.bindProfile(TestPki.profile("client", pki.context(null, 30)));
            awaitStatus(rig, "SUCCESS");
            assertTrue(entity(rig).attribute("connectionMsg").toString().endsWith("protocol TLSv1.3"));
            connector.stop();
            Awaitility.await().until(() -> rig.echo.sessions.stream().allMatch(session -> session.closed));
            assertFalse(rig.echo.sessions.stream().anyMatch(session -> session.offLoop));
        }
    }

    @Test
    void shouldShowWhyTlsFailed() throws Exception {
        SSLContext server = new TestPki().context("CN=server", 30);
        try (Rig rig = new Rig()) {
            rig.transport.bindProfile(TestPki.profile("server", server));
            rig.transport.bindProfile(TestPki.profile("client", new TestPki().context(null, 30)));
            Listener listener = rig.listener("l", "sslProfile", "server");
            Connector connector = connector(rig, rig.port(listener), "sslProfile", "client");
            awaitStatus(rig, "FAILED");
            String message = entity(rig).attribute("connectionMsg").toString();
            assertTrue(message.contains("amqp:connection:framing-error SSL Failure: certificate verify failed"),
                    message);
            connector.stop();
        }
    }

    @Test
    void shouldRejectAPortThatIsNone() {
        try (Rig rig = new Rig()) {
            Connector connector = new Connector(rig.transport, "c", Map.of("port", "nowhere"), QUICK, SHORT);
            connector.start();
            assertTrue(rig.rejected.get("c").startsWith("port: 'nowhere'"));
            connector.stop();
        }
    }
}
