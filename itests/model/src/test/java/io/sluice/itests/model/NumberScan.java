// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.nio.ByteBuffer;

/** Finds a message's number in the part of it that has come. */
final class NumberScan {

    private static final int DATA = 0x75;
    private static final int BINARY_SHORT = 0xa0;
    private static final int BINARY_LONG = 0xb0;

    private NumberScan() {}

    /** Returns the number, or -1 if it is not there yet. The sections are those that {@link MessageMaker} makes. */
    static int find(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() > 4) {
            in.position(in.position() + 2);
            int section = in.get() & 0xff;
            int constructor = in.get() & 0xff;
            int length = length(in, constructor);
            if (length < 0) {
                return -1;
            }
            if (section == DATA) {
                return in.remaining() >= 4 ? in.getInt() : -1;
            }
            if (in.remaining() < length) {
                return -1;
            }
            in.position(in.position() + length);
        }
        return -1;
    }

    private static int length(ByteBuffer in, int constructor) {
        if (constructor == 0x45) {
            return 0;
        }
        boolean wide = constructor == BINARY_LONG || constructor == 0xd0 || constructor == 0xd1;
        if (!wide && constructor != BINARY_SHORT && constructor != 0xc0 && constructor != 0xc1) {
            throw new IllegalStateException("constructor " + constructor);
        }
        if (in.remaining() < (wide ? 4 : 1)) {
            return -1;
        }
        return wide ? in.getInt() : in.get() & 0xff;
    }
}
