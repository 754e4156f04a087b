// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.TlsInfo;
import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandler;
import io.sluice.transport.api.WireHandlerFactory;

/** Two byte queues between a peer of the test and the codec. */
final class ModelWire implements WireConnection {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int HIGH_BYTES = 256 * 1024;

    private final ModelLoop loop;
    private final WireHandlerFactory factory;
    private final EndpointSettings settings;
    private final long id;

    /** What the router has written, and how many of the peer's bytes it had read before, at least. */
    private record Written(byte[] bytes, long read) { }

    // between the threads
    private final Queue<byte[]> toRouter = new ConcurrentLinkedQueue<>();
    private final Queue<Written> toPeer = new ConcurrentLinkedQueue<>();
    private volatile boolean peerGone;
    private volatile boolean stalled;
    private volatile boolean ended;
    private volatile boolean reading = true;
    private volatile boolean opened;

    // peer only
    private long sent;
    private long seen;

    // loop only
    private final Queue<Written> queue = new ArrayDeque<>();
    private long read;
    private long readBefore;
    private boolean more;
    private byte[] rest;
    private WireHandler handler;
    private volatile int pending;
    private boolean high;
    private boolean closing;

    ModelWire(ModelLoop loop, WireHandlerFactory factory, EndpointSettings settings, long id) {
        this.loop = loop;
        this.factory = factory;
        this.settings = settings;
        this.id = id;
    }

    // ---- peer

    void send(byte[] bytes) {
        sent += bytes.length;
        toRouter.add(bytes);
    }

    /** Returns how many bytes the peer has sent so far. */
    long sent() {
        return sent;
    }

    /** Returns what the router wrote, null if nothing is there. */
    byte[] receive() {
        Written written = toPeer.poll();
        if (written == null) {
            return null;
        }
        seen = written.read();
        return written.bytes();
    }

    /** Returns how many bytes of the peer the router had read, at least, before it wrote what was received last. */
    long seen() {
        return seen;
    }

    /** TCP is gone, with everything that the router has not read and the peer has not read. */
    void cut() {
        peerGone = true;
    }

    /** Whether the peer's TCP takes nothing. */
    void stall(boolean now) {
        stalled = now;
    }

    boolean ended() {
        return ended;
    }

    boolean hasWork() {
        if (ended) {
            return false;
        }
        boolean readable = reading && !closing && (rest != null || !toRouter.isEmpty());
        return !opened || peerGone || readable || pending > 0 && !stalled || closing && pending == 0;
    }

    // ---- loop

    void open() {
        handler = factory.connect(this);
        opened = true;
        if (handler == null) {
            ended = true;
        } else {
            handler.onConnected();
        }
    }

    void read(Random random) {
        if (ended || !opened) {
            return;
        }
        if (peerGone) {
            end(new EOFException());
            return;
        }
        // Chunks as TCP likes to cut them.
        for (int budget = BUFFER_BYTES; budget > 0 && reading && !closing && !ended;) {
            byte[] bytes = rest != null ? rest : toRouter.poll();
            rest = null;
            if (bytes == null) {
                return;
            }
            int length = random.nextInt(4) > 0 ? bytes.length : 1 + random.nextInt(bytes.length);
            if (length < bytes.length) {
                rest = Arrays.copyOfRange(bytes, length, bytes.length);
            }
            budget -= length;
            read += length;
            byte[] lent = Arrays.copyOf(bytes, length);
            handler.onBytes(ByteBuffer.wrap(lent));
            // The buffer is the transport's again.
            Arrays.fill(lent, (byte) 0x5a);
        }
    }

    void write() {
        if (ended || stalled) {
            return;
        }
        while (!queue.isEmpty()) {
            Written written = queue.poll();
            pending -= written.bytes().length;
            toPeer.add(written);
        }
        if (high) {
            high = false;
            handler.onWritable();
        }
        if (closing) {
            end(null);
        }
    }

    private void end(IOException cause) {
        if (!ended) {
            ended = true;
            queue.clear();
            handler.onClosed(cause);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public ConnectionLoop loop() {
        return loop;
    }

    @Override
    public EndpointSettings endpoint() {
        return settings;
    }

    @Override
    public boolean outgoing() {
        return settings.kind() == EndpointSettings.Kind.CONNECTOR;
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:5672";
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:" + (10_000 + id);
    }

    @Override
    public Optional<TlsInfo> tls() {
        return Optional.empty();
    }

    @Override
    public ByteBuffer acquire() {
        return ByteBuffer.allocate(BUFFER_BYTES);
    }

    @Override
    public void release(ByteBuffer buffer) {
        buffer.clear();
    }

    @Override
    public void write(ByteBuffer buffer) {
        if (!loop.inLoop()) {
            throw new IllegalStateException("not on the loop");
        }
        if (!ended) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            // What was encoded when the wire was full may come only now.
            readBefore = more ? readBefore : read;
            queue.add(new Written(bytes, readBefore));
            pending += bytes.length;
            more = pending >= HIGH_BYTES || more && bytes.length == BUFFER_BYTES;
            high |= pending >= HIGH_BYTES;
        }
    }

    @Override
    public int pendingBytes() {
        return pending;
    }

    @Override
    public void readEnabled(boolean enabled) {
        reading = enabled;
    }

    @Override
    public void opened(String summary, List<String> failover) {
        // Only connectors want to know.
    }

    @Override
    public void failed(String condition, String description) {
        // Only connectors want to know.
    }

    @Override
    public void close() {
        closing = true;
    }

    @Override
    public void abort() {
        queue.clear();
        pending = 0;
        closing = true;
    }
}
