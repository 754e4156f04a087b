// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes in blocks of moderate size, so that a large result is neither copied while it grows nor kept in one array. */
public final class Blocks {

    /** Size of a block. */
    static final int BLOCK_BYTES = 32 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] current = new byte[0];
    private int used;
    private int length;

    /** Adds what a writer has, and clears the writer. */
    public void take(AmqpWriter writer) {
        writer.copyTo(this);
        writer.clear();
    }

    void append(byte[] source, int count) {
        int from = 0;
        while (from < count) {
            if (used == current.length) {
                if (used > 0) {
                    full.add(current);
                }
                current = new byte[BLOCK_BYTES];
                used = 0;
            }
            int part = Math.min(count - from, current.length - used);
            System.arraycopy(source, from, current, used, part);
            used += part;
            from += part;
        }
        length += count;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return length;
    }

    /** Returns the blocks in order. To be called last. */
    public List<byte[]> blocks() {
        List<byte[]> all = new ArrayList<>(full);
        if (used > 0) {
            all.add(used == current.length ? current : Arrays.copyOf(current, used));
        }
        return all;
    }
}
