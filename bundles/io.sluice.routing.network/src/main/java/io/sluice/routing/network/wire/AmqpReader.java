// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import io.sluice.routing.network.message.MalformedControlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes AMQP values to JDK types: every integer to Long, strings and symbols to String, lists and maps; what the
 * router protocol does not use to {@link #OTHER}. Sizes are checked against what is there before anything is reserved.
 */
final class AmqpReader {

    /** Stands for a value of a type that has no meaning here. */
    static final Object OTHER = new Object();

    private static final int MAX_DEPTH = 8;

    private final byte[] bytes;
    private int position;
    private int limit;
    private int depth;

    AmqpReader(byte[] bytes, int position, int limit) {
        this.bytes = bytes;
        this.position = position;
        this.limit = limit;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == limit;
    }

    /** Reads the descriptor of a message section. */
    int section() throws MalformedControlException {
        if (octet() != 0x00 || !(read() instanceof Long descriptor)) {
            throw new MalformedControlException("not a message section");
        }
        return (int) Math.min(descriptor, 0xff);
    }

    /** Reads a value. */
    Object read() throws MalformedControlException {
        int code = octet();
        return switch (code >>> 4) {
            case 0x0 -> described(code);
            case 0x4 -> empty(code);
            case 0x5 -> oneByte(code);
            case 0x6 -> integer(code, 2);
            case 0x7 -> integer(code, 4);
            case 0x8 -> integer(code, 8);
            case 0x9 -> skip(16);
            case 0xa -> text(code, octet());
            case 0xb -> text(code, size());
            case 0xc -> compound(code, octet(), 1);
            case 0xd -> compound(code, size(), 4);
            case 0xe -> skip(octet());
            case 0xf -> skip(size());
            default -> throw new MalformedControlException("format code " + code);
        };
    }

    private Object described(int code) throws MalformedControlException {
        if (code != 0 || ++depth > MAX_DEPTH) {
            throw new MalformedControlException("format code " + code);
        }
        read();
        read();
        depth--;
        return OTHER;
    }

    private static Object empty(int code) throws MalformedControlException {
        return switch (code) {
            case 0x40 -> null;
            case 0x41 -> Boolean.TRUE;
            case 0x42 -> Boolean.FALSE;
            case 0x43, 0x44 -> 0L;
            case 0x45 -> List.of();
            default -> throw new MalformedControlException("format code " + code);
        };
    }

    private Object oneByte(int code) throws MalformedControlException {
        int value = octet();
        return switch (code) {
            case 0x50, 0x52, 0x53 -> (long) value;
            case 0x51, 0x54, 0x55 -> (long) (byte) value;
            case 0x56 -> value == 1;
            default -> throw new MalformedControlException("format code " + code);
        };
    }

    private Object integer(int code, int width) throws MalformedControlException {
        need(width);
        boolean signed = (code & 0xf) == 1;
        boolean unsigned = (code & 0xf) == 0;
        long value = signed ? bytes[position] : bytes[position] & 0xff;
        for (int i = 1; i < width; i++) {
            value = value << 8 | bytes[position + i] & 0xff;
        }
        position += width;
        return signed || unsigned && value >= 0 ? value : OTHER;
    }

    private Object text(int code, int size) throws MalformedControlException {
        need(size);
        int from = position;
        position += size;
        return switch (code & 0xf) {
            case 0 -> OTHER;
            case 1, 3 -> new String(bytes, from, size, StandardCharsets.UTF_8);
            default -> throw new MalformedControlException("format code " + code);
        };
    }

    private Object compound(int code, int size, int width) throws MalformedControlException {
        need(size);
        if (size < width || ++depth > MAX_DEPTH || (code & 0xf) > 1) {
            throw new MalformedControlException("compound value");
        }
        int outerLimit = limit;
        limit = position + size;
        int count = width == 1 ? octet() : int32();
        if (count < 0 || count > limit - position) {
            throw new MalformedControlException("count of a compound value");
        }
        Object value = (code & 0xf) == 0 ? list(count) : map(count);
        if (position != limit) {
            throw new MalformedControlException("size of a compound value");
        }
        limit = outerLimit;
        depth--;
        return value;
    }

    private List<Object> list(int count) throws MalformedControlException {
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(read());
        }
        return list;
    }

    private Map<Object, Object> map(int count) throws MalformedControlException {
        if (count % 2 != 0) {
            throw new MalformedControlException("odd number of elements in a map");
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i += 2) {
            Object key = read();
            map.put(key, read());
        }
        return map;
    }

    private Object skip(int size) throws MalformedControlException {
        need(size);
        position += size;
        return OTHER;
    }

    private int octet() throws MalformedControlException {
        need(1);
        return bytes[position++] & 0xff;
    }

    private int size() throws MalformedControlException {
        int size = int32();
        if (size < 0) {
            throw new MalformedControlException("size");
        }
        return size;
    }

    private int int32() throws MalformedControlException {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[position++] & 0xff;
        }
        return value;
    }

    private void need(int count) throws MalformedControlException {
        if (count > limit - position) {
            throw new MalformedControlException("ends too early");
        }
    }
}
