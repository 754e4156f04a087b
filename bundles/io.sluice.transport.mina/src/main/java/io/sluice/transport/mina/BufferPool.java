// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** The output buffers of one loop. Owner thread only. */
final class BufferPool {

    static final int SIZE = 64 * 1024;
    /** Direct buffers made: 16 MiB. They are kept: one let go would stay until a collection of the old generation. */
    private static final int MAX_DIRECT = 256;
    /** Size of the heap buffers that slow readers get beyond; enough for a TLS record. */
    private static final int HEAP_SIZE = 24 * 1024;

    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private int direct;

    ByteBuffer acquire() {
        ByteBuffer buffer = idle.pollLast();
        if (buffer != null) {
            return buffer;
        }
        if (direct < MAX_DIRECT) {
            direct++;
            return ByteBuffer.allocateDirect(SIZE);
        }
        return ByteBuffer.allocate(HEAP_SIZE);
    }

    void release(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            buffer.clear();
            idle.addLast(buffer);
        }
    }
}
