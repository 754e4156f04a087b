// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import org.apache.qpid.proton.codec.CompositeReadableBuffer;
import org.apache.qpid.proton.codec.ReadableBuffer;

/** Reads a delivery in pieces that suit the engine, without copying. Stateless; the consumer's loop only. */
final class Chunks {

    private static final int STREAM_BYTES = 64 * 1024;

    private Chunks() { }

    /** Returns the next bytes; null if there are none now. */
    static ReadableBuffer next(Delivery delivery) {
        byte[] first = delivery.read();
        return first == null ? null : startingWith(first, delivery);
    }

    /** Returns bytes of the delivery, read and perhaps rewritten already, and what follows them. */
    static ReadableBuffer startingWith(byte[] first, Delivery delivery) {
        if (first.length >= STREAM_BYTES || !delivery.readable()) {
            return ReadableBuffer.ByteBufferReader.wrap(first);
        }
        CompositeReadableBuffer all = new CompositeReadableBuffer();
        if (first.length > 0) {
            all.append(first);
        }
        int length = first.length;
        while (length < STREAM_BYTES && delivery.readable()) {
            byte[] next = delivery.read();
            if (next.length > 0) {
                all.append(next);
                length += next.length;
            }
        }
        return all;
    }
}
