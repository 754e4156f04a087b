// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.apache.mina.transport.socket.nio.NioSession;

/** What waits to be written to one socket, and whether its peer is too slow in taking it. Loop only. */
final class SocketOutput {

    /** From here on the peer counts as slow, until less than {@link #LOW_MARK} is left. */
    static final int HIGH_MARK = 256 * 1024;
    static final int LOW_MARK = 128 * 1024;

    private final LoopProcessor loop;
    private final NioSession session;
    private final OutQueue queue;
    private boolean slow;
    private boolean interest;

    SocketOutput(LoopProcessor loop, NioSession session) {
        this.loop = loop;
        this.session = session;
        this.queue = new OutQueue(loop.pool());
    }

    /** Takes a pooled buffer. */
    void add(ByteBuffer buffer) {
        queue.add(buffer);
        slow |= queue.pending() >= HIGH_MARK;
    }

    int pending() {
        return queue.pending();
    }

    void clear() {
        queue.clear();
    }

    /**
     * Writes what the socket takes, and asks the selector about the rest.
     *
     * @param channel null before the selector has named it
     * @return true if nothing is left
     */
    boolean write(SocketChannel channel) throws IOException {
        boolean all = channel != null ? queue.writeTo(channel)
            : queue.writeTo(buffer -> loop.writeRaw(session, buffer));
        if (interest == all) {
            interest = !all;
            loop.writeInterest(session, interest);
        }
        return all;
    }

    /** Returns true, once, if a peer that was slow has caught up. */
    boolean hasCaughtUp() {
        if (slow && queue.pending() < LOW_MARK) {
            slow = false;
            return true;
        }
        return false;
    }
}
