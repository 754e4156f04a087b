// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** The 64 KiB output buffers of one loop. Owner thread only. */
final class BufferPool {

    static final int SIZE = 64 * 1024;
    /** Direct buffers kept for reuse: 2 MiB. */
    private static final int MAX_IDLE = 32;
    /** Direct buffers lent at a time: 16 MiB. Beyond, slow readers get heap buffers, which the collector frees. */
    private static final int MAX_DIRECT = 256;

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
        return ByteBuffer.allocate(SIZE);
    }

    void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        if (idle.size() < MAX_IDLE) {
            buffer.clear();
            idle.addLast(buffer);
        } else {
            direct--;
        }
    }
}
