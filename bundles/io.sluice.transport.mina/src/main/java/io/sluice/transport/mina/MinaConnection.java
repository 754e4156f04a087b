// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.transport.socket.nio.NioSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.transport.api.ConnectionLoop;
import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.TlsInfo;
import io.sluice.transport.api.WireConnection;
import io.sluice.transport.api.WireHandler;
import io.sluice.transport.api.WireHandlerFactory;

/** One socket. Everything but the finals is the loop's own. */
final class MinaConnection implements WireConnection {

    static final AttributeKey KEY = new AttributeKey(MinaConnection.class, "connection");

    private static final Logger LOG = LoggerFactory.getLogger("SERVER");

    private final long id;
    private final NioSession session;
    private final LoopProcessor loop;
    private final Endpoint endpoint;
    private final boolean outgoing;
    private final String localAddress;
    private final String remoteAddress;
    private final ConnectionTimings timings;
    private final SocketOutput out;

    private WireHandler handler;
    private volatile WireHandlerFactory factory;
    private SocketChannel channel;
    private FirstBytes firstBytes;
    private TlsLayer tls;
    private String failure;
    private boolean failedByTransport;
    private Throwable cause;
    private ConnectionLoop.Timer closeTimer;
    private boolean dirty;
    private boolean readWanted = true;
    private boolean readHeld;
    private boolean closing;
    private boolean lingering;
    private boolean inputEnded;
    private boolean ended;

    MinaConnection(long id, NioSession session, Endpoint endpoint, boolean outgoing, String remoteAddress,
            ConnectionTimings timings) {
        this.id = id;
        this.session = session;
        this.loop = Placement.loopOf(session);
        this.endpoint = endpoint;
        this.outgoing = outgoing;
        this.localAddress = HostPort.of(session.getLocalAddress());
        this.remoteAddress = remoteAddress;
        this.timings = timings;
        this.out = new SocketOutput(loop, session);
    }

    /** Returns the connection of a selected key, null if it never came to be. */
    static MinaConnection of(SelectionKey key) {
        return key.attachment() instanceof NioSession session ? (MinaConnection) session.getAttribute(KEY)
            : (MinaConnection) key.attachment();
    }

    static NioSession sessionOf(SelectionKey key) {
        Object attached = key.attachment();
        return attached instanceof MinaConnection connection ? connection.session : (NioSession) attached;
    }

    // ---- from MINA

    /** The session is registered with the loop's selector. */
    void start() {
        session.setAttribute(KEY, this);
        guarded(() -> {
            handler = endpoint.newHandler(this);
            if (handler == null) {
                abort();
                return;
            }
            endpoint.established(this);
            if (!outgoing) {
                firstBytes = new FirstBytes();
                handler.onConnected();
            } else if (endpoint.settings().text("sslProfile", null) != null) {
                startTls();
            } else {
                handler.onConnected();
            }
        });
    }

    /** The selector says the socket is readable, writable or both. */
    void ready(SelectionKey key) {
        if (channel == null) {
            channel = (SocketChannel) key.channel();
            key.attach(this);
        }
        guarded(() -> {
            if (key.isValid() && key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                scheduleFlush();
            }
        });
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.readBuffer();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            end(e);
            return;
        }
        if (count < 0) {
            if (firstBytes != null && firstBytes.held() != null && !closing) {
                handler.onBytes(firstBytes.held());
            }
            inputEnded(new EOFException("The peer ended the connection"));
        } else if (count > 0 && !closing) {
            received(buffer.flip());
        }
    }

    private void inputEnded(EOFException reason) {
        if (closing || inputEnded || firstBytes != null || !handler.onInputEnd()) {
            end(reason);
            return;
        }
        inputEnded = true;
        if (cause == null) {
            cause = reason;
        }
        updateReadInterest();
        if (!closing) {
            // The handler closes at the end of this pass; should it not, the connection ends in any case.
            replaceCloseTimer(timings.closeMillis());
        }
    }

    private void received(ByteBuffer buffer) {
        if (firstBytes != null) {
            judge(buffer);
        } else if (tls != null) {
            tls.input(buffer);
        } else {
            handler.onBytes(buffer);
        }
    }

    private void judge(ByteBuffer buffer) {
        FirstBytes.Verdict verdict = firstBytes.look(buffer);
        if (verdict == FirstBytes.Verdict.MORE) {
            return;
        }
        ByteBuffer held = firstBytes.held();
        firstBytes = null;
        if (verdict == FirstBytes.Verdict.PLAIN) {
            if (held != null) {
                handler.onBytes(held);
            }
            if (!closing && !ended) {
                handler.onBytes(buffer);
            }
            return;
        }
        if (endpoint.settings().text("sslProfile", null) == null) {
            // As the facts have it: the TCP connection ends, nothing is said.
            abort();
            return;
        }
        startTls();
        if (tls == null) {
            return;
        }
        if (verdict == FirstBytes.Verdict.AMQP_TLS) {
            int fromBuffer = FirstBytes.HEADER - (held == null ? 0 : held.remaining());
            buffer.position(buffer.position() + fromBuffer);
        } else if (held != null) {
            tls.input(held);
        }
        if (buffer.hasRemaining() && !closing) {
            tls.input(buffer);
        }
    }

    private void startTls() {
        try {
            tls = TlsLayer.start(this, endpoint);
        } catch (IllegalStateException e) {
            LOG.error("Run Time: {}", e.getMessage());
            failedHere("amqp:internal-error", e.getMessage());
            cause = e;
            abort();
        }
    }

    /** The session is gone: MINA has closed the socket. */
    void sessionClosed() {
        if (ended) {
            return;
        }
        ended = true;
        closing = true;
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        out.clear();
        if (tls != null) {
            tls.ended();
        }
        try {
            if (handler != null) {
                handler.onClosed(cause);
            }
        } catch (Throwable e) {
            LOG.error("[C{}] The protocol handler failed at the end of the connection", id, e);
        }
        handler = null;
        factory = null;
        endpoint.closed(this, failure, cause);
    }

    // ---- from the TLS layer

    LoopProcessor processor() {
        return loop;
    }

    /** Decrypted bytes. */
    void plain(ByteBuffer buffer) {
        if (!closing) {
            handler.onBytes(buffer);
        }
    }

    /** The TLS handshake is done. */
    void secured() {
        if (outgoing) {
            handler.onConnected();
        }
    }

    /** Encrypted bytes, in a pooled buffer. */
    void writeRaw(ByteBuffer buffer) {
        out.add(buffer);
        scheduleFlush();
    }

    /** Keeps the socket from being read while TLS work is done elsewhere. */
    void holdReading(boolean hold) {
        readHeld = hold;
        updateReadInterest();
    }

    /** TLS failed: what it has to say is queued already. */
    void tlsFailed(Exception e) {
        failedHere("amqp:connection:framing-error", "SSL Failure: " + TlsReason.of(e));
        if (cause == null) {
            cause = e;
        }
        closeAfterFlush();
    }

    /** The peer has ended TLS in order. */
    void tlsEnded() {
        end(new EOFException("The peer ended TLS"));
    }

    private void failedHere(String condition, String description) {
        failedByTransport |= failure == null;
        failed(condition, description);
    }

    /** Returns true if the recorded failure is the transport's and not the protocol's. */
    boolean failedByTransport() {
        return failedByTransport;
    }

    /** Runs a step of this connection: what it throws closes this connection and no other. */
    void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            end(e);
        } catch (Throwable e) {
            // Errors, too: what does not resolve or fit in memory here must not end the thread of all connections.
            LOG.error("[C{}] Connection with {} closed after an unexpected failure", id, remoteAddress, e);
            failedHere("amqp:internal-error", e.toString());
            end(e);
        }
    }

    /** One step on the loop. */
    interface Step {
        void run() throws IOException;
    }

    // ---- writing

    private void scheduleFlush() {
        if (!dirty && !ended) {
            dirty = true;
            loop.flushAtPassEnd(this);
        }
    }

    /** Pass end: one write for all that was queued in the pass. */
    void flush() {
        dirty = false;
        if (ended || session.isClosing()) {
            return;
        }
        guarded(() -> {
            boolean all = out.write(channel);
            if (all && closing) {
                finishClose();
            } else if (out.hasCaughtUp() && !closing) {
                handler.onWritable();
            }
        });
    }

    /**
     * All is written. Closing a socket with unread input would reset it and may take the last bytes from the peer, so
     * the end is announced first and input is thrown away until the peer ends, too.
     */
    private void finishClose() throws IOException {
        if (lingering) {
            return;
        }
        if (channel == null || inputEnded) {
            session.closeNow();
            return;
        }
        lingering = true;
        channel.shutdownOutput();
        readHeld = false;
        readWanted = true;
        updateReadInterest();
        replaceCloseTimer(timings.lingerMillis());
    }

    private void closeAfterFlush() {
        if (closing) {
            return;
        }
        closing = true;
        replaceCloseTimer(timings.closeMillis());
        scheduleFlush();
    }

    private void replaceCloseTimer(long millis) {
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        closeTimer = loop.schedule(session::closeNow, millis);
    }

    private void end(Throwable reason) {
        if (cause == null && !closing) {
            cause = reason;
        }
        closing = true;
        session.closeNow();
    }

    private void updateReadInterest() {
        if (!ended) {
            loop.readInterest(session, readWanted && !readHeld && !inputEnded);
        }
    }

    // ---- WireConnection

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
        return endpoint.settings();
    }

    @Override
    public boolean outgoing() {
        return outgoing;
    }

    @Override
    public String localAddress() {
        return localAddress;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<TlsInfo> tls() {
        return tls == null ? Optional.empty() : Optional.ofNullable(tls.info());
    }

    @Override
    public ByteBuffer acquire() {
        return loop.pool().acquire();
    }

    @Override
    public void release(ByteBuffer buffer) {
        loop.pool().release(buffer);
    }

    @Override
    public void write(ByteBuffer buffer) {
        if (closing) {
            loop.pool().release(buffer);
        } else if (tls != null) {
            tls.write(buffer);
        } else {
            writeRaw(buffer);
        }
    }

    @Override
    public int pendingBytes() {
        return out.pending();
    }

    @Override
    public void readEnabled(boolean enabled) {
        if (enabled != readWanted && !closing) {
            readWanted = enabled;
            updateReadInterest();
        }
    }

    @Override
    public void opened(String summary, List<String> failover) {
        if (!ended) {
            endpoint.opened(this, summary, failover);
        }
    }

    @Override
    public void failed(String condition, String description) {
        // Also while the handler is told of the end: what it makes of that is the connector's message.
        if (failure == null) {
            failure = description == null || description.isEmpty() ? condition : condition + " " + description;
        }
    }

    @Override
    public void close() {
        if (!closing && tls != null) {
            tls.close();
        }
        closeAfterFlush();
    }

    @Override
    public void abort() {
        closing = true;
        session.closeNow();
    }

    // ---- for the transport

    void factory(WireHandlerFactory newFactory) {
        factory = newFactory;
    }

    /** Returns who made the handler; null when the connection has ended. Any thread. */
    WireHandlerFactory factory() {
        return factory;
    }

    Endpoint owner() {
        return endpoint;
    }
}
