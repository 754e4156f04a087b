// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.nio.charset.StandardCharsets;

/** A position in encoded AMQP values, which it reads or steps over. Reused; owner loop only. */
final class Cursor {

    /** How deep a described value may be nested in descriptors. */
    private static final int MAX_DEPTH = 8;

    /** Signals that the bytes end too early or make no sense; preallocated because it is control flow. */
    static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Bad() {
            super(null, null, false, false);
        }
    }

    /** The bytes end before what is read is there. */
    final Bad needMore = new Bad();
    /** The bytes make no sense. */
    final Bad malformed = new Bad();

    byte[] bytes;
    int limit;
    int pos;
    /** The number of elements of the list or map that was entered last. */
    int count;

    void start(byte[] message) {
        bytes = message;
        limit = message.length;
        pos = 0;
    }

    /** Lets go of the bytes. */
    void end() {
        bytes = null;
    }

    int next() {
        if (pos >= limit) {
            throw needMore;
        }
        return bytes[pos++] & 0xff;
    }

    int int32() {
        need(4);
        int value = (bytes[pos] & 0xff) << 24 | (bytes[pos + 1] & 0xff) << 16 | (bytes[pos + 2] & 0xff) << 8
            | bytes[pos + 3] & 0xff;
        pos += 4;
        return value;
    }

    void need(int length) {
        if (length < 0) {
            throw malformed;
        }
        if (limit - pos < length) {
            throw needMore;
        }
    }

    void skip(int length) {
        need(length);
        pos += length;
    }

    /** Steps over one value of any type. */
    void skipValue() {
        skipValue(0);
    }

    private void skipValue(int depth) {
        int type = next();
        switch (type >>> 4) {
            case 0x0 -> {
                if (type != 0 || depth == MAX_DEPTH) {
                    throw malformed;
                }
                skipValue(depth + 1);
                skipValue(depth + 1);
            }
            case 0x4 -> { }
            case 0x5 -> skip(1);
            case 0x6 -> skip(2);
            case 0x7 -> skip(4);
            case 0x8 -> skip(8);
            case 0x9 -> skip(16);
            case 0xa, 0xc, 0xe -> skip(next());
            case 0xb, 0xd, 0xf -> skip(int32());
            default -> throw malformed;
        }
    }

    /** Enters a list: sets {@link #count} and returns where the list ends. */
    int openList() {
        int type = next();
        if (type == 0x45) {
            count = 0;
            return pos;
        }
        if (type != 0xc0 && type != 0xd0) {
            throw malformed;
        }
        return open(type == 0xc0);
    }

    /** Enters a map: sets {@link #count} and returns where the map ends. */
    int openMap() {
        int type = next();
        if (type != 0xc1 && type != 0xd1) {
            throw malformed;
        }
        return open(type == 0xc1);
    }

    private int open(boolean small) {
        int size = small ? next() : int32();
        need(size);
        int end = pos + size;
        if (small) {
            count = size == 0 ? 0 : next();
        } else {
            count = int32();
        }
        return end;
    }

    /** Returns true if a string begins here. */
    boolean atString() {
        return pos < limit && (bytes[pos] == (byte) 0xa1 || bytes[pos] == (byte) 0xb1);
    }

    /** Returns true if a string or a symbol begins here. */
    boolean atText() {
        return atString() || pos < limit && (bytes[pos] == (byte) 0xa3 || bytes[pos] == (byte) 0xb3);
    }

    /** Returns true if a list begins here. */
    boolean atList() {
        return pos < limit
            && (bytes[pos] == 0x45 || bytes[pos] == (byte) 0xc0 || bytes[pos] == (byte) 0xd0);
    }

    /** Reads a binary; null if something else is here, which is stepped over. */
    byte[] binary() {
        int type = next();
        if (type != 0xa0 && type != 0xb0) {
            pos--;
            skipValue();
            return null;
        }
        int length = type == 0xa0 ? next() : int32();
        need(length);
        pos += length;
        return java.util.Arrays.copyOfRange(bytes, pos - length, pos);
    }

    /** Reads a string or a symbol, which must begin here. */
    String string() {
        int length = (next() & 0x10) == 0 ? next() : int32();
        need(length);
        pos += length;
        return new String(bytes, pos - length, length, StandardCharsets.UTF_8);
    }

    /** Reads an integer of whatever type, capped to an int; the other value if something else is here. */
    int integer(int otherwise) {
        int type = next();
        switch (type) {
            case 0x43, 0x44 -> {
                return 0;
            }
            case 0x50, 0x52, 0x53 -> {
                return next();
            }
            case 0x51, 0x54, 0x55 -> {
                return (byte) next();
            }
            case 0x60 -> {
                return next() << 8 | next();
            }
            case 0x61 -> {
                return (short) (next() << 8 | next());
            }
            case 0x70, 0x71 -> {
                return int32();
            }
            case 0x80, 0x81 -> {
                long value = (long) int32() << 32 | int32() & 0xffffffffL;
                return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
            }
            default -> {
                pos--;
                skipValue();
                return otherwise;
            }
        }
    }
}
