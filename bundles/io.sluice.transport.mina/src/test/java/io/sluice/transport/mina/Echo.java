// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandler;
import io.sluice.transport.api.WireHandlerFactory;

/** A protocol that sends back what it gets, and lets a test look on. */
final class Echo implements WireHandlerFactory {

    final List<Session> sessions = new CopyOnWriteArrayList<>();
    volatile Consumer<Session> onConnected = session -> { };
    volatile Consumer<Session> onWritable = session -> { };
    volatile Predicate<Session> onInputEnd = session -> false;
    volatile boolean echo = true;
    volatile boolean leaving;

    @Override
    public WireHandler connect(WireConnection connection) {
        if (leaving) {
            return null;
        }
        Session session = new Session(connection);
        sessions.add(session);
        return session;
    }

    final class Session implements WireHandler {
        final WireConnection connection;
        final java.io.ByteArrayOutputStream received = new java.io.ByteArrayOutputStream();
        volatile int receivedBytes;
        volatile boolean connected;
        volatile boolean closed;
        volatile Throwable cause;
        volatile boolean offLoop;

        Session(WireConnection connection) {
            this.connection = connection;
        }

        private void check() {
            offLoop |= !connection.loop().inLoop();
        }

        @Override
        public void onConnected() {
            check();
            connected = true;
            onConnected.accept(this);
        }

        @Override
        public void onBytes(ByteBuffer buffer) {
            check();
            ByteBuffer out = connection.acquire();
            receivedBytes += buffer.remaining();
            if (!echo) {
                byte[] copy = new byte[buffer.remaining()];
                buffer.get(copy);
                received.writeBytes(copy);
                connection.release(out);
                return;
            }
            while (buffer.remaining() > out.remaining()) {
                ByteBuffer part = buffer.slice(buffer.position(), out.remaining());
                buffer.position(buffer.position() + part.remaining());
                connection.write(out.put(part).flip());
                out = connection.acquire();
            }
            connection.write(out.put(buffer).flip());
        }

        @Override
        public boolean onInputEnd() {
            check();
            return onInputEnd.test(this);
        }

        @Override
        public void onWritable() {
            check();
            onWritable.accept(this);
        }

        @Override
        public void onClosed(Throwable why) {
            check();
            cause = why;
            closed = true;
        }
    }
}
