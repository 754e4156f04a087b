// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.nio.ByteBuffer;

/** An AMQP message of one data section whose bytes begin with a sequence number and a time. Owned by one thread. */
final class Payload {

    /** The least body: the two stamps. */
    static final int LEAST = 16;
    private static final int HEAD = 8;

    private final ByteBuffer message;

    Payload(int size) {
        if (size < LEAST) {
            throw new IllegalArgumentException("size " + size + ", at least " + LEAST);
        }
        message = ByteBuffer.allocate(HEAD + size);
        message.put(0, new byte[] {0x00, 0x53, 0x75, (byte) 0xb0});
        message.putInt(4, size);
        for (int i = LEAST; i < size; i++) {
            message.put(HEAD + i, (byte) i);
        }
    }

    /** Returns the message with its stamps: always the same array. */
    byte[] stamp(long sequence, long due) {
        message.putLong(HEAD, sequence);
        message.putLong(HEAD + 8, due);
        return message.array();
    }

    /** Returns the sequence number of a received message: routers may put sections in front, never behind. */
    static long sequence(byte[] received, int length, int size) {
        return ByteBuffer.wrap(received).getLong(length - size);
    }

    /** Returns when a received message was due to be sent. */
    static long due(byte[] received, int length, int size) {
        return ByteBuffer.wrap(received).getLong(length - size + 8);
    }
}
