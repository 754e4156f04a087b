// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

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
        this(size, slots, slot -> null);
    }

    /**
     * Makes messages that name their address.
     *
     * @param to gives the address for each slot, or null
     */
    Payload(int size, int slots, IntFunction<String> to) {
        if (size < LEAST) {
            throw new IllegalArgumentException("size " + size + ", at least " + LEAST);
        }
        ring = new ByteBuffer[slots];
        for (int slot = 0; slot < slots; slot++) {
            ring[slot] = message(size, to.apply(slot));
        }
    }

    private static ByteBuffer message(int size, String to) {
        byte[] properties = to == null ? new byte[0] : properties(to.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer message = ByteBuffer.allocate(properties.length + HEAD + size);
        message.put(properties).put(new byte[] {0x00, 0x53, 0x75, (byte) 0xb0}).putInt(size);
        for (int i = LEAST; i < size; i++) {
            message.put(message.position() + i, (byte) i);
        }
        return message;
    }

    /** Returns a properties section (AMQP 1.0, 3.2.4) of no message-id, no user-id and an address. */
    private static byte[] properties(byte[] to) {
        return ByteBuffer.allocate(10 + to.length)
            .put(new byte[] {0x00, 0x53, 0x73, (byte) 0xc0}).put((byte) (to.length + 5)).put((byte) 3)
            .put(new byte[] {0x40, 0x40}).put((byte) 0xa1).put((byte) to.length).put(to).array();
    }

    int slots() {
        return ring.length;
    }

    /** Returns the next message of the ring with its stamps. */
    byte[] stamp(long sequence, long due) {
        ByteBuffer message = ring[next];
        next = (next + 1) % ring.length;
        message.putLong(message.position(), sequence);
        message.putLong(message.position() + 8, due);
        return message.array();
    }
}
