// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.api;

import java.nio.ByteBuffer;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The protocol's end of one connection. All methods are called on the connection's loop and must not block. An
 * exception closes this connection and no other.
 */
@ProviderType
public interface WireHandler {

    /** The connection is established (and, for a connector with TLS, the TLS handshake is done). Called once, first. */
    void onConnected();

    /**
     * Bytes arrived.
     *
     * @param buffer plain bytes between position and limit; belongs to the transport again when the method returns, so
     *     what is kept must be copied
     */
    void onBytes(ByteBuffer buffer);

    /** Less than a low mark of the queued bytes is left to write after {@link WireConnection#pendingBytes} was high. */
    void onWritable();

    /**
     * The peer has ended its side of TCP: no more bytes will come. What is written now may still reach it.
     *
     * @return true if the handler writes a last word and closes the connection by itself, at once; false if the
     *     connection is to end now
     */
    default boolean onInputEnd() {
        return false;
    }

    /**
     * The connection has ended; nothing can be written any more. Called exactly once, last.
     *
     * @param cause null after a local {@link WireConnection#close} or {@link WireConnection#abort}, an
     *     {@link java.io.EOFException} when the peer ended TCP, else the I/O or TLS failure
     */
    void onClosed(Throwable cause);
}
