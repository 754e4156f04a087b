// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.TlsInfo;
import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandler;
import io.sluice.transport.api.WireHandlerFactory;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** One socket of the test transport. */
final class LoopbackWire implements WireConnection {

    private final LoopbackServer server;
    private final SocketChannel channel;
    private final EndpointSettings settings;
    private final boolean outgoing;
    private final long id;
    private final TlsInfo tls;
    private final String local;
    private final String remote;
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private WireHandler handler;
    private SelectionKey key;
    private int pending;
    private boolean high;
    private boolean closing;
    private boolean ended;

    LoopbackWire(LoopbackServer server, SocketChannel channel, EndpointSettings settings, boolean outgoing, long id)
            throws IOException {
        this.server = server;
        this.channel = channel;
        this.settings = settings;
        this.outgoing = outgoing;
        this.id = id;
        this.tls = server.tls();
        this.local = text((InetSocketAddress) channel.getLocalAddress());
        this.remote = text((InetSocketAddress) channel.getRemoteAddress());
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    boolean attach(WireHandlerFactory factory) throws IOException {
        handler = factory.connect(this);
        if (handler == null) {
            channel.close();
        }
        return handler != null;
    }

    WireHandler handler() {
        return handler;
    }

    void key(SelectionKey key) {
        this.key = key;
    }

    void ready(ByteBuffer buffer, int size) {
        if (ended || closing || !key.isValid() || !key.isReadable()) {
            return;
        }
        try {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                if (handler.onInputEnd()) {
                    key.interestOps(0);
                } else {
                    end(new EOFException());
                }
                return;
            }
            buffer.flip();
            while (buffer.hasRemaining() && !ended) {
                ByteBuffer part = buffer.slice(buffer.position(), Math.min(size, buffer.remaining()));
                buffer.position(buffer.position() + part.remaining());
                handler.onBytes(part);
            }
        } catch (IOException e) {
            end(e);
        }
    }

    void send() {
        if (ended) {
            return;
        }
        try {
            while (!queue.isEmpty()) {
                ByteBuffer buffer = queue.peek();
                pending -= channel.write(buffer);
                if (buffer.hasRemaining()) {
                    break;
                }
                queue.poll();
            }
            int ops = closing || (key.interestOps() & SelectionKey.OP_READ) == 0 ? 0 : SelectionKey.OP_READ;
            key.interestOps(queue.isEmpty() ? ops : ops | SelectionKey.OP_WRITE);
            if (high && pending < 64 * 1024) {
                high = false;
                handler.onWritable();
            }
            if (closing && queue.isEmpty()) {
                end(null);
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(Throwable cause) {
        if (!ended) {
            ended = true;
            try {
                channel.close();
            } catch (IOException e) {
                cause = e;
            }
            handler.onClosed(cause);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public ConnectionLoop loop() {
        return server;
    }

    @Override
    public EndpointSettings endpoint() {
        return settings;
    }

    @Override
    public boolean outgoing() {
        return outgoing;
    }

    @Override
    public String localAddress() {
        return local;
    }

    @Override
    public String remoteAddress() {
        return remote;
    }

    @Override
    public Optional<TlsInfo> tls() {
        return Optional.ofNullable(tls);
    }

    @Override
    public ByteBuffer acquire() {
        return ByteBuffer.allocate(64 * 1024);
    }

    @Override
    public void release(ByteBuffer buffer) {
        if (buffer.capacity() != 64 * 1024) {
            throw new IllegalArgumentException("not of this pool");
        }
    }

    @Override
    public void write(ByteBuffer buffer) {
        if (!ended) {
            pending += buffer.remaining();
            high |= pending >= 256 * 1024;
            server.pending(pending);
            queue.add(buffer);
        }
    }

    @Override
    public int pendingBytes() {
        return pending;
    }

    @Override
    public void readEnabled(boolean enabled) {
        if (!ended && key.isValid()) {
            int ops = key.interestOps();
            key.interestOps(enabled ? ops | SelectionKey.OP_READ : ops & ~SelectionKey.OP_READ);
        }
    }

    @Override
    public void opened(String summary, List<String> failover) {
        server.opened(summary, failover);
    }

    @Override
    public void failed(String condition, String description) {
        server.failed(condition + " " + description);
    }

    @Override
    public void close() {
        closing = true;
    }

    @Override
    public void abort() {
        closing = true;
        queue.clear();
    }
}
