// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent.codec;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads AMQP values from the bytes of a peer, which may be anything. Whole numbers become Long (BigInteger for a large
 * ulong), texts and symbols String; a described value is read as what it describes.
 */
public final class AmqpReader {

    private static final int DEPTH_LIMIT = 32;

    private final byte[] bytes;
    private final ByteBuffer buffer;

    /** Makes a reader of an array, which is not copied. */
    public AmqpReader(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes);
    }

    /** Returns true if there is more. */
    public boolean hasMore() {
        return buffer.hasRemaining();
    }

    /** Returns the position of the next byte. */
    public int position() {
        return buffer.position();
    }

    /** Returns a copy of the bytes from a position to the next one. */
    public byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, buffer.position());
    }

    /** Reads the descriptor of a section: its code, or 0 for a symbolic one. */
    public long descriptor() throws DecodeException {
        try {
            if (buffer.get() != 0) {
                throw new DecodeException("no described value");
            }
            return read(0) instanceof Long code ? code : 0;
        } catch (BufferUnderflowException e) {
            throw new DecodeException("incomplete");
        }
    }

    /** Reads a value. */
    public Object value() throws DecodeException {
        try {
            return read(0);
        } catch (BufferUnderflowException e) {
            throw new DecodeException("incomplete");
        }
    }

    /** Enters a list and returns the number of its elements, which are then to be read one by one. */
    public int enterList() throws DecodeException {
        try {
            int code = buffer.get() & 0xff;
            switch (code) {
                case 0x45:
                    return 0;
                case 0xc0:
                    buffer.get();
                    return buffer.get() & 0xff;
                case 0xd0:
                    buffer.getInt();
                    return within(buffer.getInt());
                default:
                    throw new DecodeException("no list");
            }
        } catch (BufferUnderflowException e) {
            throw new DecodeException("incomplete");
        }
    }

    private Object read(int depth) throws DecodeException {
        if (depth > DEPTH_LIMIT) {
            throw new DecodeException("nested too deep");
        }
        int code = buffer.get() & 0xff;
        switch (code >>> 4) {
            case 0x0:
                if (code != 0) {
                    throw unknown(code);
                }
                read(depth + 1);
                return read(depth + 1);
            case 0x4:
                return empty(code);
            case 0x5:
                return one(code, buffer.get());
            case 0x6:
                return two(code, buffer.getShort());
            case 0x7:
                return four(code, buffer.getInt());
            case 0x8:
                return eight(code, buffer.getLong());
            case 0x9:
                long high = buffer.getLong();
                return new UUID(high, buffer.getLong()).toString();
            case 0xa:
                return variable(code, buffer.get() & 0xff);
            case 0xb:
                return variable(code, buffer.getInt());
            case 0xc:
                buffer.get();
                return compound(code, buffer.get() & 0xff, depth);
            case 0xd:
                buffer.getInt();
                return compound(code, buffer.getInt(), depth);
            case 0xe:
                return array(buffer.get() & 0xff);
            default:
                return array(buffer.getInt());
        }
    }

    private static Object empty(int code) throws DecodeException {
        return switch (code) {
            case 0x40 -> null;
            case 0x41 -> true;
            case 0x42 -> false;
            case 0x43, 0x44 -> 0L;
            case 0x45 -> List.of();
            default -> throw unknown(code);
        };
    }

    private static Object one(int code, byte value) throws DecodeException {
        return switch (code) {
            case 0x50, 0x52, 0x53 -> (long) (value & 0xff);
            case 0x51, 0x54, 0x55 -> (long) value;
            case 0x56 -> value != 0;
            default -> throw unknown(code);
        };
    }

    private static Object two(int code, short value) throws DecodeException {
        return switch (code) {
            case 0x60 -> (long) (value & 0xffff);
            case 0x61 -> (long) value;
            default -> throw unknown(code);
        };
    }

    private static Object four(int code, int value) throws DecodeException {
        return switch (code) {
            case 0x70 -> value & 0xffffffffL;
            case 0x71 -> (long) value;
            case 0x72 -> (double) Float.intBitsToFloat(value);
            case 0x73 -> new String(Character.toChars(Character.isValidCodePoint(value) ? value : '?'));
            case 0x74 -> (long) value;
            default -> throw unknown(code);
        };
    }

    private static Object eight(int code, long value) throws DecodeException {
        return switch (code) {
            case 0x80 -> value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
            case 0x81, 0x83, 0x84 -> value;
            case 0x82 -> Double.longBitsToDouble(value);
            default -> throw unknown(code);
        };
    }

    private Object variable(int code, int size) throws DecodeException {
        byte[] value = new byte[within(size)];
        buffer.get(value);
        return switch (code & 0xf) {
            case 0x0 -> value;
            case 0x1 -> new String(value, StandardCharsets.UTF_8);
            case 0x3 -> new String(value, StandardCharsets.US_ASCII);
            default -> throw unknown(code);
        };
    }

    private Object compound(int code, int elements, int depth) throws DecodeException {
        int count = within(elements);
        if ((code & 0xf) == 0) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(read(depth + 1));
            }
            return list;
        }
        if ((code & 0xf) != 1 || count % 2 != 0) {
            throw unknown(code);
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i += 2) {
            Object key = read(depth + 1);
            map.put(key, read(depth + 1));
        }
        return map;
    }

    /** No request has use for an array; it is passed over. */
    private Object array(int size) throws DecodeException {
        buffer.position(buffer.position() + within(size));
        return List.of();
    }

    /** Checks a size; also a count, because every element takes a byte at least. */
    private int within(int size) throws DecodeException {
        if (size < 0 || size > buffer.remaining()) {
            throw new DecodeException("size beyond the end");
        }
        return size;
    }

    private static DecodeException unknown(int code) {
        return new DecodeException("type 0x" + Integer.toHexString(code));
    }
}
