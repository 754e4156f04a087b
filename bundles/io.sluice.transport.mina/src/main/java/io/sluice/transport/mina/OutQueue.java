// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;

/** What one connection still has to write. Owner thread only. */
final class OutQueue {

    private static final int MAX_GATHER = 16;

    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>(4);
    private final BufferPool pool;
    private int pending;

    OutQueue(BufferPool pool) {
        this.pool = pool;
    }

    int pending() {
        return pending;
    }

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** Takes a flipped pooled buffer. */
    void add(ByteBuffer buffer) {
        int bytes = buffer.remaining();
        if (bytes == 0) {
            pool.release(buffer);
            return;
        }
        pending += bytes;
        ByteBuffer last = buffers.peekLast();
        if (last != null && last.capacity() - last.limit() >= bytes) {
            // Behind a slow reader many small writes would each hold a 64 KiB buffer.
            int position = last.position();
            last.position(last.limit()).limit(last.limit() + bytes);
            last.put(buffer);
            last.position(position);
            pool.release(buffer);
        } else {
            buffers.addLast(buffer);
        }
    }

    /** Writes what the socket takes; true if nothing is left. */
    boolean writeTo(GatheringByteChannel channel) throws IOException {
        while (!buffers.isEmpty()) {
            long wanted;
            long written;
            if (buffers.size() == 1) {
                ByteBuffer head = buffers.peek();
                wanted = head.remaining();
                written = channel.write(head);
            } else {
                ByteBuffer[] batch = buffers.stream().limit(MAX_GATHER).toArray(ByteBuffer[]::new);
                wanted = 0;
                for (ByteBuffer buffer : batch) {
                    wanted += buffer.remaining();
                }
                written = channel.write(batch);
            }
            written(written);
            if (written < wanted) {
                return false;
            }
        }
        return true;
    }

    /** Writes through a function that takes one buffer, for a socket whose channel is not known yet. */
    boolean writeTo(Writer writer) throws IOException {
        while (!buffers.isEmpty()) {
            ByteBuffer head = buffers.peek();
            int wanted = head.remaining();
            int written = writer.write(head);
            written(written);
            if (written < wanted) {
                return false;
            }
        }
        return true;
    }

    private void written(long bytes) {
        pending -= (int) bytes;
        while (!buffers.isEmpty() && !buffers.peek().hasRemaining()) {
            pool.release(buffers.poll());
        }
    }

    void clear() {
        pending = 0;
        while (!buffers.isEmpty()) {
            pool.release(buffers.poll());
        }
    }

    /** One socket write. */
    interface Writer {
        int write(ByteBuffer buffer) throws IOException;
    }
}
