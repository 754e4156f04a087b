// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** Writes values in AMQP's encoding. Grows as needed; one thread at a time. */
public final class AmqpWriter {

    private static final int FIRST_BYTES = 1024;
    private static final int SHORT_LIMIT = 255;
    /** Size and count of a list or map with 32-bit sizes. */
    private static final int HEAD_BYTES = 8;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Returns how much is written. */
    public int length() {
        return length;
    }

    /** Forgets what is written. */
    public void clear() {
        length = 0;
    }

    /** Returns a copy of what is written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Gives what is written to a chain of blocks. */
    void copyTo(Blocks blocks) {
        blocks.append(bytes, length);
    }

    private void put(int value) {
        need(1);
        bytes[length++] = (byte) value;
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void put32(int value) {
        need(4);
        set32(length, value);
        length += 4;
    }

    private void set32(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void put64(long value) {
        put32((int) (value >>> 32));
        put32((int) value);
    }

    /** Writes bytes that are encoded already. */
    public AmqpWriter raw(byte[] encoded) {
        need(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** Writes the descriptor of a section with a small numeric code. */
    public AmqpWriter section(int code) {
        put(0x00);
        put(0x53);
        put(code);
        return this;
    }

    /** Writes null. */
    public AmqpWriter nil() {
        put(0x40);
        return this;
    }

    /** Writes a boolean. */
    public AmqpWriter bool(boolean value) {
        put(value ? 0x41 : 0x42);
        return this;
    }

    /** Writes a string. */
    public AmqpWriter string(String text) {
        return variable(0xa1, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a binary. */
    public AmqpWriter binary(byte[] value) {
        return variable(0xa0, value);
    }

    private AmqpWriter variable(int shortCode, byte[] value) {
        if (value.length <= SHORT_LIMIT) {
            put(shortCode);
            put(value.length);
        } else {
            put(shortCode | 0x10);
            put32(value.length);
        }
        return raw(value);
    }

    /** Writes a uint. */
    public AmqpWriter uint(long value) {
        if (value == 0) {
            put(0x43);
        } else if (value > 0 && value <= SHORT_LIMIT) {
            put(0x52);
            put((int) value);
        } else {
            put(0x70);
            put32((int) value);
        }
        return this;
    }

    /** Writes a ulong. */
    public AmqpWriter ulong(long value) {
        if (value == 0) {
            put(0x44);
        } else if (value > 0 && value <= SHORT_LIMIT) {
            put(0x53);
            put((int) value);
        } else {
            put(0x80);
            put64(value);
        }
        return this;
    }

    /** Writes an int. */
    public AmqpWriter integer(int value) {
        if (value == (byte) value) {
            put(0x54);
            put(value);
        } else {
            put(0x71);
            put32(value);
        }
        return this;
    }

    /** Writes an int in four bytes, as the status code of replies has it. */
    public AmqpWriter wideInteger(int value) {
        put(0x71);
        put32(value);
        return this;
    }

    /** Writes a long. */
    public AmqpWriter longInteger(long value) {
        if (value == (byte) value) {
            put(0x55);
            put((int) value);
        } else {
            put(0x81);
            put64(value);
        }
        return this;
    }

    /** Begins a list; {@link #end} ends it. */
    public int beginList() {
        return begin(0xd0);
    }

    /** Begins a map; {@link #end} ends it. */
    public int beginMap() {
        return begin(0xd1);
    }

    private int begin(int code) {
        put(code);
        put64(0);
        return length;
    }

    /**
     * Ends a list or map.
     *
     * @param begin what the beginning returned
     * @param count the number of elements, for a map keys and values
     */
    public void end(int begin, int count) {
        if (count == 0 && bytes[begin - HEAD_BYTES - 1] == (byte) 0xd0) {
            length = begin - HEAD_BYTES - 1;
            put(0x45);
            return;
        }
        set32(begin - HEAD_BYTES, length - begin + 4);
        set32(begin - 4, count);
    }

    /**
     * Ends a map whose last bytes are written elsewhere.
     *
     * @param missing how many bytes follow what this has
     */
    public void end(int begin, int count, int missing) {
        end(begin, count);
        set32(begin - HEAD_BYTES, length - begin + 4 + missing);
    }

    /** Writes the head of a list whose elements are written elsewhere. */
    public void listHead(int count, int elementBytes) {
        put(0xd0);
        put32(elementBytes + 4);
        put32(count);
    }

    /** Writes a JDK value in the encoding that fits its class: an int wherever a whole number fits into one. */
    public AmqpWriter value(Object value) {
        if (value == null) {
            return nil();
        } else if (value instanceof Boolean flag) {
            return bool(flag);
        } else if (value instanceof Number number) {
            long whole = number.longValue();
            return whole == (int) whole ? integer((int) whole) : longInteger(whole);
        } else if (value instanceof Collection<?> list) {
            int begin = beginList();
            list.forEach(this::value);
            end(begin, list.size());
            return this;
        } else if (value instanceof Map<?, ?> map) {
            int begin = beginMap();
            map.forEach((key, element) -> string(String.valueOf(key)).value(element));
            end(begin, map.size() * 2);
            return this;
        } else if (value instanceof byte[] binary) {
            return binary(binary);
        }
        return string(value.toString());
    }
}
