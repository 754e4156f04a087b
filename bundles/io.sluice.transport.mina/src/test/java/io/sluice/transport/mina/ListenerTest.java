// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private static void echoes(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        assertEquals(text, new String(socket.getInputStream().readNBytes(text.length()), US_ASCII));
    }

    @Test
    void shouldEchoAndTellOfThePeersEnd() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            try (Socket socket = rig.dial(listener)) {
                echoes(socket, "hello there");
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertInstanceOf(EOFException.class, session.cause);
            assertTrue(session.connected);
            assertFalse(session.offLoop);
            Awaitility.await().until(() -> rig.transport.connections().isEmpty());
            Awaitility.await().until(() -> rig.transport.loops().connections() == 0);
            assertTrue(rig.applied("l").startsWith("amqp://127.0.0.1:"));
            assertEquals("127.0.0.1:" + rig.port(listener), session.connection.localAddress());
            assertFalse(session.connection.outgoing());
        }
    }

    @Test
    void shouldShowItselfInManagementWithTheRealPort() {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l", "name", "front", "saslPassword", "secret");
            int port = rig.port(listener);
            EndpointEntity entity = rig.transport.listeners().get("listener/127.0.0.1:0:front");
            assertEquals("front", entity.name());
            assertEquals("0", entity.attribute("port"));
            assertEquals("127.0.0.1:" + port, entity.attribute("boundAddress"));
            assertNull(entity.attribute("saslPassword"));
            listener.stop();
            assertEquals(0, rig.transport.listeners().size());
        }
    }

    @Test
    void shouldReportAPortInUseAndTakeItWhenItIsReleased() throws IOException {
        try (Rig rig = new Rig(); ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(holder.getLocalPort());
            Listener listener = rig.listener("l", "port", port);
            Awaitility.await().until(() -> rig.rejected.containsKey("l"));
            assertTrue(rig.rejected.get("l").startsWith("port: cannot listen on 127.0.0.1:" + port));
            assertNull(listener.boundAddress());
            holder.close();
            try (Socket socket = rig.dial(listener)) {
                echoes(socket, "late");
            }
            assertNotNull(rig.applied("l"));
        }
    }

    @Test
    void shouldHandItsPortToASuccessor() throws IOException {
        try (Rig rig = new Rig()) {
            Listener first = rig.listener("1");
            String port = Integer.toString(rig.port(first));
            try (Socket old = rig.dial(first)) {
                echoes(old, "old");
                Listener second = rig.listener("2", "port", port);
                Awaitility.await().until(() -> rig.rejected.containsKey("2"));
                first.stop();
                try (Socket socket = rig.dial(second)) {
                    echoes(socket, "new");
                }
                assertEquals(-1, old.getInputStream().read());
            }
        }
    }

    @Test
    void shouldRejectWhatCannotBeBound() {
        try (Rig rig = new Rig()) {
            rig.listener("service", "port", "no-such-service");
            rig.listener("number", "port", "70000");
            rig.listener("host", "host", "host.invalid");
            Awaitility.await().until(() -> rig.rejected.size() == 3);
            assertTrue(rig.rejected.get("service").startsWith("port: 'no-such-service'"));
            assertTrue(rig.rejected.get("number").startsWith("port: '70000'"));
            assertTrue(rig.rejected.get("host").startsWith("host: cannot resolve"));
        }
    }

    @Test
    void shouldBindAllLocalAddressesOrOneFamily() throws IOException {
        try (Rig rig = new Rig()) {
            for (Object[] where : new Object[][] {{"host", ""}, {"host", "0.0.0.0"}, {"host", "localhost"},
                {"host", "", "socketAddressFamily", "IPv4"}}) {
                try (Socket socket = rig.dial(rig.listener(String.join(":", Map.of("a", where[1].toString()).values())
                        + where.length, where))) {
                    echoes(socket, "x");
                }
            }
        }
    }

    @Test
    void shouldDenySocketsBeyondTheLimit() throws IOException {
        try (Rig rig = new Rig()) {
            rig.transport.modified(Map.of("maxConnections", 2));
            Listener listener = rig.listener("l");
            try (Socket first = rig.dial(listener); Socket second = rig.dial(listener)) {
                echoes(first, "1");
                echoes(second, "2");
                try (Socket third = rig.dial(listener)) {
                    assertEquals(-1, third.getInputStream().read());
                }
            }
            Awaitility.await().until(() -> rig.transport.loops().connections() == 0);
            try (Socket again = rig.dial(listener)) {
                echoes(again, "again");
            }
            assertEquals(3, rig.echo.sessions.size());
        }
    }

    @Test
    void shouldPauseAcceptingWhileThereIsNoProtocol() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            try (Socket before = rig.dial(listener)) {
                echoes(before, "before");
                rig.transport.unbindFactory(rig.echo);
                try (Socket waiting = rig.dial(listener)) {
                    waiting.getOutputStream().write(5);
                    echoes(before, "still served");
                    assertEquals(1, rig.echo.sessions.size());
                    rig.transport.bindFactory(rig.echo, Map.of());
                    assertEquals(5, waiting.getInputStream().read());
                }
            }
        }
    }

    @Test
    void shouldTakeTheBestProtocolThatIsNotLeaving() throws IOException {
        try (Rig rig = new Rig()) {
            Echo better = new Echo();
            rig.transport.bindFactory(better, Map.of("service.ranking", 10));
            Listener listener = rig.listener("l");
            try (Socket socket = rig.dial(listener)) {
                echoes(socket, "a");
            }
            assertEquals(1, better.sessions.size());
            better.leaving = true;
            try (Socket socket = rig.dial(listener)) {
                echoes(socket, "b");
            }
            assertEquals(1, rig.echo.sessions.size());
            rig.echo.leaving = true;
            try (Socket socket = rig.dial(listener)) {
                assertEquals(-1, socket.getInputStream().read());
            }
            Awaitility.await().until(() -> rig.transport.loops().connections() == 0);
        }
    }

    @Test
    void shouldLeaveNothingBehindAfterManyShortConnections() throws IOException {
        try (Rig rig = new Rig(2)) {
            Listener listener = rig.listener("l");
            rig.echo.onConnected = session -> session.connection.loop().schedule(() -> { }, 1).cancel();
            int threads = 0;
            for (int i = 0; i < 2_000; i++) {
                try (Socket socket = rig.dial(listener)) {
                    if (i % 4 == 0) {
                        socket.setSoLinger(true, 0);
                    } else if (i % 4 == 1) {
                        socket.getOutputStream().write(i);
                    }
                }
                threads = i == 100 ? Thread.activeCount() : threads;
            }
            int before = threads;
            Awaitility.await().until(() -> rig.echo.sessions.size() >= 1_500
                && rig.echo.sessions.stream().allMatch(session -> session.closed));
            Awaitility.await().until(() -> rig.transport.connections().isEmpty());
            Awaitility.await().until(() -> rig.transport.loops().connections() == 0);
            // Some that stay may have been started late: a loop's with its first connection, Awaitility's.
            Awaitility.await().until(() -> Thread.activeCount() <= before + 10);
        }
    }
}
