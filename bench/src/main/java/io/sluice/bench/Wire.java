// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;

/**
 * One client connection: proton-j's engine and a non-blocking socket. Owned by one thread, which calls {@link #pump}
 * once per pass, so that many messages share one system call.
 */
final class Wire {

    private static final int MAX_FRAME = 65_536;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Collector collector = Proton.collector();
    private final Connection connection = Proton.connection();
    private final Transport transport = Proton.transport();
    private final Session session;
    private boolean dirty;
    private boolean detachable;

    Wire(Selector selector, String host, int port, String container) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(host, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        transport.setMaxFrameSize(MAX_FRAME);
        transport.setEmitFlowEventOnSend(false);
        transport.sasl().client();
        transport.sasl().setMechanisms("ANONYMOUS");
        connection.setContainer(container);
        connection.setHostname(host);
        connection.collect(collector);
        transport.bind(connection);
        connection.open();
        connection.setContext(this);
        session = connection.session();
        session.open();
    }

    /** The router may detach links: they end with the client at the other side. */
    void detachable() {
        detachable = true;
    }

    /** Returns true if it was not dirty before. */
    boolean markDirty() {
        boolean news = !dirty;
        dirty = true;
        return news;
    }

    void clearDirty() {
        dirty = false;
    }

    Session session() {
        return session;
    }

    /** Handles what proton-j's engine says. */
    @FunctionalInterface
    interface Events {
        void on(Event event);
    }

    /** Feeds what the socket has and tells the events of it. */
    void read(Events events) throws IOException {
        if (key.isValid() && key.isReadable()) {
            ByteBuffer tail = transport.capacity() > 0 ? transport.tail() : null;
            int n = tail == null ? 0 : channel.read(tail);
            if (n < 0) {
                if (!left()) {
                    throw new EOFException("the router closed the connection");
                }
                key.cancel();
            }
            if (n > 0) {
                transport.process();
            }
        }
        drain(events);
    }

    private void drain(Events events) throws IOException {
        for (Event event = collector.peek(); event != null; event = collector.peek()) {
            switch (event.getType()) {
                case TRANSPORT_ERROR:
                    throw new IOException("protocol error: " + transport.getCondition());
                case CONNECTION_REMOTE_CLOSE:
                case SESSION_REMOTE_CLOSE:
                    if (connection.getLocalState() == EndpointState.ACTIVE) {
                        throw new IOException("the router closed: " + connection.getRemoteCondition());
                    }
                    break;
                case LINK_REMOTE_CLOSE:
                    if (!detachable && event.getLink().getLocalState() == EndpointState.ACTIVE) {
                        throw new IOException("the router closed a link: " + event.getLink().getRemoteCondition());
                    }
                    events.on(event);
                    break;
                default:
                    events.on(event);
                    break;
            }
            collector.pop();
        }
    }

    /** Asks the router to close, which it does when it has read everything before. */
    void leave() {
        connection.close();
    }

    /** Returns true once the router has closed. */
    boolean left() {
        return connection.getRemoteState() == EndpointState.CLOSED;
    }

    /** Writes what the engine has, as far as the socket takes it. */
    void pump() throws IOException {
        if (!key.isValid()) {
            return;
        }
        int pending = transport.pending();
        while (pending > 0) {
            int written = channel.write(transport.head());
            if (written == 0) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            transport.pop(written);
            pending = transport.pending();
        }
        if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Closes in order as far as the socket lets it. */
    void close() {
        try {
            connection.close();
            pump();
            channel.close();
        } catch (IOException e) {
            // The measurement is over and the socket is gone, which is what was wanted.
            key.cancel();
        }
    }
}
