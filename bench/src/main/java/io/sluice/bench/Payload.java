// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.nio.ByteBuffer;

/**
 * AMQP messages of one data section whose bytes begin with a sequence number and a time. Each belongs to the engine
 * from {@link #stamp} until it is sent and settled, which lets it go out without a copy; so there is a ring of them,
 * and no more than {@link #slots} may be under way. Owned by one thread.
 */
final class Payload {

    /** The least body: the two stamps. */
    static final int LEAST = 16;
    private static final int HEAD = 8;

    private final ByteBuffer[] ring;
    private int next;

    Payload(int size, int slots) {
        if (size < LEAST) {
            throw new IllegalArgumentException("size " + size + ", at least " + LEAST);
        }
        ring = new ByteBuffer[slots];
        for (int slot = 0; slot < slots; slot++) {
            ByteBuffer message = ByteBuffer.allocate(HEAD + size);
            message.put(0, new byte[] {0x00, 0x53, 0x75, (byte) 0xb0});
            message.putInt(4, size);
            for (int i = LEAST; i < size; i++) {
                message.put(HEAD + i, (byte) i);
            }
            ring[slot] = message;
        }
    }

    int slots() {
        return ring.length;
    }

    /** Returns the next message of the ring with its stamps. */
    byte[] stamp(long sequence, long due) {
        ByteBuffer message = ring[next];
        next = (next + 1) % ring.length;
        message.putLong(HEAD, sequence);
        message.putLong(HEAD + 8, due);
        return message.array();
    }
}
