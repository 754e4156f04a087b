// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.WireConnection;
import java.nio.ByteBuffer;

/** Moves what an engine encodes into the transport's buffers, up to a bound. Owner loop only. */
final class Outbox {

    /** Encoding stops while this much waits for the socket. */
    static final int LIMIT_BYTES = 256 * 1024;

    private static final byte[] EMPTY_FRAME = {0, 0, 0, 8, 2, 0, 0, 0};

    private final WireConnection wire;
    /** The engine may hold the rest of a frame whose beginning is written. */
    private boolean partly;

    Outbox(WireConnection wire) {
        this.wire = wire;
    }

    boolean writable() {
        return !partly && wire.pendingBytes() < LIMIT_BYTES;
    }

    /**
     * Encodes and queues until the engine has nothing more or the limit is reached.
     *
     * @return true if anything was queued
     */
    boolean encode(ProtocolEngine engine, int limit) {
        boolean any = false;
        boolean dry = false;
        while (!dry && wire.pendingBytes() < limit) {
            ByteBuffer buffer = wire.acquire();
            try {
                dry = engine.output(buffer);
            } catch (RuntimeException e) {
                wire.release(buffer);
                throw e;
            }
            if (buffer.position() == 0) {
                wire.release(buffer);
                dry = true;
            } else {
                wire.write(buffer.flip());
                any = true;
            }
            partly = !dry;
        }
        return any;
    }

    /** Writes an empty frame, unless something else is on its way anyway. */
    void heartbeat() {
        if (!partly && wire.pendingBytes() == 0) {
            wire.write(wire.acquire().put(EMPTY_FRAME).flip());
        }
    }
}
