// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ListenerTest {

    @Test
    void shouldEchoAndTellOfThePeersEnd() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            try (Socket socket = rig.dial(listener)) {
                socket.getOutputStream().write("hello there".getBytes(US_ASCII));
                assertEquals("hello there", new String(socket.getInputStream().readNBytes(11), US_ASCII));
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertInstanceOf(EOFException.class, session.cause);
            assertTrue(session.connected);
            assertFalse(session.offLoop);
            assertEquals(0, rig.transport.connections().size());
            assertEquals(0, rig.transport.loops().connections());
            assertTrue(rig.applied.get("l").startsWith("amqp://127.0.0.1:"));
        }
    }

    @Test
    void shouldFlushBeforeItCloses() throws IOException {
        try (Rig rig = new Rig()) {
            Listener listener = rig.listener("l");
            rig.echo.onConnected = session -> {
                session.connection.write(session.connection.acquire().put("bye".getBytes(US_ASCII)).flip());
                session.connection.close();
            };
            try (Socket socket = rig.dial(listener)) {
                assertEquals("bye", new String(socket.getInputStream().readAllBytes(), US_ASCII));
            }
            Echo.Session session = rig.session(0);
            Awaitility.await().until(() -> session.closed);
            assertNull(session.cause);
        }
    }
}
