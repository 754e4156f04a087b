// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandlerFactory;

class ConnectionTest {

    @Test
    void shouldFlushBeforeItCloses() throws IOException {
        try (Rig rig = new Rig()) {
            rig.echo.onConnected = session -> {
                session.connection.write(session.connection.acquire().put("bye".getBytes(US_ASCII)).flip());
                session.connection.close();
            };
            try (Socket socket = rig.dial(rig.listener("l"))) {
                assertEquals("bye", new String(socket.getInputStream().readAllBytes(), US_ASCII));
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertNull(session.cause);
        }
    }

    @Test
    void shouldNotTakeTheAnswerBackFromAPeerThatStillSends() throws IOException {
        try (Rig rig = new Rig()) {
            try (Socket socket = rig.dial(rig.listener("l"))) {
                socket.getOutputStream().write("x".getBytes(US_ASCII));
                assertEquals('x', socket.getInputStream().read());
                Echo.Session session = rig.session(0);
                rig.echo.echo = false;
                session.connection.loop().execute(() -> {
                    session.connection.write(session.connection.acquire().put("end".getBytes(US_ASCII)).flip());
                    session.connection.close();
                });
                socket.getOutputStream().write(new byte[100_000]);
                assertEquals("end", new String(socket.getInputStream().readAllBytes(), US_ASCII));
                Awaitility.await().until(() -> session.closed);
                assertNull(session.cause);
            }
        }
    }

    @Test
    void shouldLetTheHandlerHaveTheLastWordWhenThePeerEndsItsSide() throws IOException {
        try (Rig rig = new Rig()) {
            rig.echo.onInputEnd = session -> {
                session.connection.write(session.connection.acquire().put("bye".getBytes(US_ASCII)).flip());
                session.connection.close();
                return true;
            };
            try (Socket socket = rig.dial(rig.listener("l"))) {
                socket.getOutputStream().write("x".getBytes(US_ASCII));
                assertEquals('x', socket.getInputStream().read());
                socket.shutdownOutput();
                assertEquals("bye", new String(socket.getInputStream().readAllBytes(), US_ASCII));
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertInstanceOf(EOFException.class, session.cause);
        }
    }

    @Test
    void shouldEndAtOnceWhenTheHandlerHasNothingToSay() throws IOException {
        try (Rig rig = new Rig()) {
            try (Socket socket = rig.dial(rig.listener("l"))) {
                socket.getOutputStream().write("x".getBytes(US_ASCII));
                assertEquals('x', socket.getInputStream().read());
                socket.shutdownOutput();
                assertEquals(-1, socket.getInputStream().read());
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertInstanceOf(EOFException.class, session.cause);
        }
    }

    @Test
    void shouldEndWithinABoundWhenThePeerReadsNothing() throws IOException {
        try (Rig rig = new Rig()) {
            rig.echo.onConnected = session -> {
                for (int i = 0; i < 400; i++) {
                    session.connection.write(full(session.connection));
                }
                session.connection.close();
            };
            try (Socket socket = rig.dial(rig.listener("l"))) {
                Echo.Session session = rig.session(0);
                Awaitility.await().until(() -> session.closed);
                assertNull(session.cause);
                assertEquals(0, session.connection.pendingBytes());
                assertTrue(socket.isConnected());
            }
        }
    }

    private static ByteBuffer full(WireConnection connection) {
        ByteBuffer buffer = connection.acquire();
        return buffer.position(buffer.capacity()).flip();
    }

    @Test
    void shouldTellASlowReadersConnectionWhenItMayGoOn() throws IOException {
        try (Rig rig = new Rig()) {
            AtomicInteger written = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger resumed = new AtomicInteger();
            int total = 20_000_000;
            rig.echo.onConnected = session -> pump(session, written, most, total);
            rig.echo.onWritable = session -> {
                resumed.incrementAndGet();
                assertTrue(session.connection.pendingBytes() < SocketOutput.LOW_MARK);
                pump(session, written, most, total);
            };
            try (Socket socket = rig.dial(rig.listener("l"))) {
                Awaitility.await().until(() -> resumed.get() > 0 && rig.session(0).connection.pendingBytes() > 0);
                byte[] all = socket.getInputStream().readNBytes(total);
                assertEquals(total, all.length);
                for (int i = 0; i < total; i += 4096) {
                    assertEquals((byte) (i / 4096), all[i]);
                }
            }
            assertTrue(most.get() <= SocketOutput.HIGH_MARK + BufferPool.SIZE);
        }
    }

    private static void pump(Echo.Session session, AtomicInteger written, AtomicInteger most, int total) {
        WireConnection connection = session.connection;
        while (written.get() < total && connection.pendingBytes() < SocketOutput.HIGH_MARK) {
            ByteBuffer buffer = connection.acquire();
            while (buffer.position() < 5_000 && written.get() < total) {
                buffer.put((byte) (written.getAndIncrement() / 4096));
            }
            connection.write(buffer.flip());
        }
        most.accumulateAndGet(connection.pendingBytes(), Math::max);
    }

    @Test
    void shouldNotReadWhileReadingIsOff() throws IOException {
        try (Rig rig = new Rig()) {
            rig.echo.echo = false;
            rig.echo.onConnected = session -> session.connection.readEnabled(false);
            try (Socket socket = rig.dial(rig.listener("l"))) {
                byte[] sent = new byte[300_000];
                sent[299_999] = 1;
                socket.getOutputStream().write(sent, 0, 1_000);
                Echo.Session session = rig.session(0);
                Awaitility.await().until(() -> session.connected);
                assertEquals(0, session.receivedBytes);
                session.connection.loop().execute(() -> session.connection.readEnabled(true));
                socket.getOutputStream().write(sent, 1_000, sent.length - 1_000);
                Awaitility.await().until(() -> session.receivedBytes == sent.length);
                assertArrayEquals(sent, session.received.toByteArray());
            }
        }
    }

    @Test
    void shouldCloseOnlyTheConnectionWhoseHandlerThrows() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            try (Socket good = rig.dial(listener)) {
                good.getOutputStream().write(1);
                assertEquals(1, good.getInputStream().read());
                rig.echo.onConnected = session -> {
                    throw new IllegalStateException("expected by the test");
                };
                try (Socket bad = rig.dial(listener)) {
                    assertEquals(-1, bad.getInputStream().read());
                }
                Awaitility.await().until(() -> rig.session(1).closed);
                assertInstanceOf(IllegalStateException.class, rig.session(1).cause);
                good.getOutputStream().write(2);
                assertEquals(2, good.getInputStream().read());
            }
        }
    }

    @Test
    void shouldSurviveAProtocolThatDoesNotResolve() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            WireHandlerFactory broken = connection -> {
                throw new NoClassDefFoundError("expected by the test");
            };
            rig.transport.bindFactory(broken, Map.of("service.ranking", 1));
            try (Socket bad = rig.dial(listener)) {
                assertEquals(-1, bad.getInputStream().read());
            }
            rig.transport.unbindFactory(broken);
            try (Socket good = rig.dial(listener)) {
                good.getOutputStream().write(2);
                assertEquals(2, good.getInputStream().read());
            }
        }
    }

    @Test
    void shouldTakeCallsAfterTheEndWithoutEffect() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            try (Socket socket = rig.dial(listener)) {
                Echo.Session session = rig.session(0);
                session.connection.loop().execute(session.connection::abort);
                assertEquals(-1, socket.getInputStream().read());
                Awaitility.await().until(() -> session.closed);
                AtomicInteger done = new AtomicInteger();
                session.connection.loop().execute(() -> {
                    WireConnection connection = session.connection;
                    connection.write(connection.acquire().put((byte) 1).flip());
                    connection.readEnabled(false);
                    connection.opened("late", null);
                    connection.failed("late", "late");
                    connection.close();
                    connection.abort();
                    done.incrementAndGet();
                });
                Awaitility.await().until(() -> done.get() == 1);
                assertNull(session.cause);
            }
        }
    }
}
