// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes the few AMQP types of the router protocol, in the widths that the routers of the field use: compound values
 * of 32 bits, short strings and integers where they fit.
 */
final class AmqpWriter {

    private byte[] bytes = new byte[256];
    private int length;

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void copy(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    /** The start of a message section. */
    void section(int descriptor) {
        octet(0x00);
        octet(0x53);
        octet(descriptor);
    }

    void nullValue() {
        octet(0x40);
    }

    void string(String value) {
        text(value, 0xa1, 0xb1);
    }

    void symbol(String value) {
        text(value, 0xa3, 0xb3);
    }

    private void text(String value, int shortCode, int longCode) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length < 256) {
            octet(shortCode);
            octet(utf8.length);
        } else {
            octet(longCode);
            int32(utf8.length);
        }
        copy(utf8, 0, utf8.length);
    }

    /** An int, or a long if it does not fit. */
    void integer(long value) {
        if (value >= -128 && value <= 127) {
            octet(0x54);
            octet((int) value);
        } else if (value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE) {
            octet(0x71);
            int32((int) value);
        } else {
            wide(value);
        }
    }

    /** A long. */
    void longInteger(long value) {
        if (value >= -128 && value <= 127) {
            octet(0x55);
            octet((int) value);
        } else {
            wide(value);
        }
    }

    private void wide(long value) {
        octet(0x81);
        int32((int) (value >>> 32));
        int32((int) value);
    }

    /** Begins a list with 32-bit size. Returns where, for {@link #end}. */
    int beginList(int count) {
        return begin(0xd0, count);
    }

    /** Begins a map with 32-bit size; the count is that of keys and values. */
    int beginMap(int count) {
        return begin(0xd1, count);
    }

    private int begin(int code, int count) {
        octet(code);
        int start = length;
        int32(0);
        int32(count);
        return start;
    }

    void end(int start) {
        int size = length - start - 4;
        putInt32(start, size);
    }

    /** Begins a list or map whose size is written in 8 bits by {@link #endSmall} if it fits. */
    int beginSmall(int count) {
        return begin(0, count);
    }

    /** Ends what {@link #beginSmall} began; shrinks it if it is small. */
    void endSmall(int start, int count, int shortCode, int longCode) {
        int content = length - start - 8;
        if (content + 1 < 256 && count < 256) {
            System.arraycopy(bytes, start + 8, bytes, start + 2, content);
            bytes[start - 1] = (byte) shortCode;
            bytes[start] = (byte) (content + 1);
            bytes[start + 1] = (byte) count;
            length = start + 2 + content;
        } else {
            bytes[start - 1] = (byte) longCode;
            end(start);
        }
    }

    private void int32(int value) {
        room(4);
        putInt32(length, value);
        length += 4;
    }

    private void putInt32(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
