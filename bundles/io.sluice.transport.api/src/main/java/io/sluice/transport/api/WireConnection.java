// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.api;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One transport connection, seen from the protocol. Owner thread only, except {@link #id()}, {@link #loop()},
 * {@link #endpoint()}, {@link #localAddress()}, {@link #remoteAddress()} and {@link #outgoing()}.
 *
 * <p>After {@link WireHandler#onClosed} every method is without effect.
 */
@ProviderType
public interface WireConnection {

    /** Returns the connection number that logs show as {@code [C<id>]}; unique in this process, from 1. Any thread. */
    long id();

    /** Returns the loop that owns this connection for life. Any thread. */
    ConnectionLoop loop();

    /** Returns the configuration of the listener or connector that this connection comes from. Any thread. */
    EndpointSettings endpoint();

    /** Returns true if this side dialled (connector), false if it accepted (listener). Any thread. */
    boolean outgoing();

    /** Returns {@code host:port} of this side. Any thread. */
    String localAddress();

    /** Returns {@code host:port} of the peer; for a connector the configured or fail-over target. Any thread. */
    String remoteAddress();

    /**
     * Returns what the TLS handshake agreed, empty on a plain connection. Complete before the first
     * {@link WireHandler#onBytes} call of a TLS connection.
     */
    Optional<TlsInfo> tls();

    /**
     * Lends an empty buffer of at least 24 KiB from the loop's pool, position 0. The caller fills it and passes it,
     * flipped, to {@link #write}, or gives it back with {@link #release}. Never null.
     */
    ByteBuffer acquire();

    /** Returns a buffer obtained from {@link #acquire()} that will not be written. */
    void release(ByteBuffer buffer);

    /**
     * Queues bytes for the socket. They leave at the end of this pass in one write where the socket takes them.
     *
     * @param buffer from {@link #acquire()}, flipped; ownership passes to the transport, which pools it again once
     *     written
     */
    void write(ByteBuffer buffer);

    /**
     * Returns the bytes queued by {@link #write} that the socket has not taken. A protocol stops encoding at 256 KiB
     * and goes on in {@link WireHandler#onWritable}.
     */
    int pendingBytes();

    /** Stops or resumes reading from the socket; bytes already read may still arrive. */
    void readEnabled(boolean enabled);

    /**
     * Tells the transport that the protocol's opening handshake is complete, so that a connector counts as connected.
     *
     * @param summary one line for {@code connectionMsg} and logs, without the {@code [C#]} prefix
     * @param failover the peer's fail-over list as {@code amqp://host:port} texts in order, null if it sent none; an
     *     empty list clears what was known
     */
    void opened(String summary, List<String> failover);

    /**
     * Records why this connection is about to end, for {@code connectionMsg} and logs of its connector. The first call
     * counts.
     */
    void failed(String condition, String description);

    /** Closes the socket after everything queued has been written, within a bounded time. */
    void close();

    /** Closes the socket at once; what is queued is lost. */
    void abort();
}
