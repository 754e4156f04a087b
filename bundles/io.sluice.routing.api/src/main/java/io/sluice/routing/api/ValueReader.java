// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads AMQP-encoded values (AMQP 1.0, part 1) into JDK types: symbols as String, timestamps as Instant, unsigned
 * integers as the next wider type (64 bits: as Long), decimals and binaries as byte arrays, described values without
 * their descriptor. Bytes that end too early or make no sense are a {@link BadValue}.
 */
final class ValueReader {

    /** The bytes cannot be read. Without a stack trace, because it is control flow. */
    static final class BadValue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private BadValue() {
            super(null, null, false, false);
        }
    }

    private static final int MAX_DEPTH = 32;

    private final byte[] bytes;
    private int limit;
    private int pos;

    ValueReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.pos = start;
        this.limit = end;
    }

    int position() {
        return pos;
    }

    boolean atEnd() {
        return pos >= limit;
    }

    /**
     * Reads the descriptor of a section.
     *
     * @return its code, -1 if no section with a numeric descriptor below 256 begins here
     */
    int sectionCode() {
        if (next() != 0x00) {
            return -1;
        }
        int type = next();
        long code = switch (type) {
            case 0x53 -> next();
            case 0x80 -> bits(8);
            default -> -1;
        };
        return code < 0 || code > 0xff ? -1 : (int) code;
    }

    /** Steps over a value. */
    void skip() {
        int type = next();
        switch (type >>> 4) {
            case 0x0 -> {
                if (type != 0) {
                    throw new BadValue();
                }
                skip();
                skip();
            }
            case 0x4 -> { }
            case 0x5 -> take(1);
            case 0x6 -> take(2);
            case 0x7 -> take(4);
            case 0x8 -> take(8);
            case 0x9 -> take(16);
            case 0xa, 0xc, 0xe -> take(next());
            case 0xb, 0xd, 0xf -> take((int) bits(4));
            default -> throw new BadValue();
        }
    }

    /** Reads one element of a list, without the others; null if there are fewer. */
    Object element(int index) {
        int type = next();
        if (type == 0x45) {
            return null;
        }
        if (type != 0xc0 && type != 0xd0) {
            throw new BadValue();
        }
        boolean small = type == 0xc0;
        take(small ? 1 : 4);
        int count = small ? next() : (int) bits(4);
        if (index >= count) {
            return null;
        }
        for (int i = 0; i < index; i++) {
            skip();
        }
        return value();
    }

    /** Enters a map, or null in place of one; returns the number of keys and values that follow. */
    int openMap() {
        int type = next();
        if (type == 0x40) {
            return 0;
        }
        if (type != 0xc1 && type != 0xd1) {
            throw new BadValue();
        }
        take(type == 0xc1 ? 1 : 4);
        int count = type == 0xc1 ? next() : (int) bits(4);
        if (count < 0 || (count & 1) != 0) {
            throw new BadValue();
        }
        return count;
    }

    /** Reads any value. */
    Object value() {
        return value(0);
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadValue();
        }
        int type = next();
        if (type == 0x00) {
            skip();
            return value(depth + 1);
        }
        return switch (type >>> 4) {
            case 0xc, 0xd -> compound(type, depth);
            case 0xe, 0xf -> array(type, depth);
            default -> primitive(type);
        };
    }

    private Object primitive(int type) {
        return switch (type) {
            case 0x40 -> null;
            case 0x41 -> Boolean.TRUE;
            case 0x42 -> Boolean.FALSE;
            case 0x43 -> 0L;
            case 0x44 -> 0L;
            case 0x45 -> List.of();
            case 0x50 -> next();
            case 0x51 -> (byte) next();
            case 0x52, 0x53 -> (long) next();
            case 0x54 -> (int) (byte) next();
            case 0x55 -> (long) (byte) next();
            case 0x56 -> next() != 0;
            case 0x60 -> (int) bits(2);
            case 0x61 -> (short) bits(2);
            case 0x70 -> bits(4);
            case 0x71 -> (int) bits(4);
            case 0x72 -> Float.intBitsToFloat((int) bits(4));
            case 0x73 -> character((int) bits(4));
            case 0x74 -> binary(4);
            case 0x80, 0x81 -> bits(8);
            case 0x82 -> Double.longBitsToDouble(bits(8));
            case 0x83 -> Instant.ofEpochMilli(bits(8));
            case 0x84 -> binary(8);
            case 0x94 -> binary(16);
            case 0x98 -> new UUID(bits(8), bits(8));
            case 0xa0 -> binary(next());
            case 0xa1, 0xa3 -> text(next());
            case 0xb0 -> binary((int) bits(4));
            case 0xb1, 0xb3 -> text((int) bits(4));
            default -> throw new BadValue();
        };
    }

    private Object compound(int type, int depth) {
        boolean small = type >>> 4 == 0xc;
        int size = small ? next() : (int) bits(4);
        int end = pos + size;
        need(size);
        int count = size == 0 ? 0 : small ? next() : (int) bits(4);
        // Each element takes a byte at least: a count that cannot be true must not become memory.
        if (count < 0 || count > end - pos) {
            throw new BadValue();
        }
        int before = limit;
        limit = end;
        Object result = (type & 0xf) == 1 ? map(count, depth) : elements(count, depth);
        limit = before;
        pos = end;
        return result;
    }

    private List<Object> elements(int count, int depth) {
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<Object, Object> map(int count, int depth) {
        if ((count & 1) != 0) {
            throw new BadValue();
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i += 2) {
            map.put(value(depth + 1), value(depth + 1));
        }
        return map;
    }

    private List<Object> array(int type, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadValue();
        }
        boolean small = type >>> 4 == 0xe;
        int size = small ? next() : (int) bits(4);
        int end = pos + size;
        need(size);
        int count = small ? next() : (int) bits(4);
        if (count < 0 || count > size) {
            throw new BadValue();
        }
        int element = next();
        if (element == 0x00) {
            skip();
            element = next();
        }
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element >>> 4 >= 0xe ? array(element, depth + 1)
                    : element >>> 4 >= 0xc ? compound(element, depth + 1) : primitive(element));
        }
        pos = end;
        return list;
    }

    private static String character(int codePoint) {
        if (!Character.isValidCodePoint(codePoint)) {
            throw new BadValue();
        }
        return Character.toString(codePoint);
    }

    private String text(int length) {
        take(length);
        return new String(bytes, pos - length, length, StandardCharsets.UTF_8);
    }

    private byte[] binary(int length) {
        take(length);
        byte[] copy = new byte[length];
        System.arraycopy(bytes, pos - length, copy, 0, length);
        return copy;
    }

    private long bits(int length) {
        take(length);
        long value = 0;
        for (int i = pos - length; i < pos; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private int next() {
        take(1);
        return bytes[pos - 1] & 0xff;
    }

    private void take(int length) {
        need(length);
        pos += length;
    }

    private void need(int length) {
        if (length < 0 || limit - pos < length) {
            throw new BadValue();
        }
    }
}
