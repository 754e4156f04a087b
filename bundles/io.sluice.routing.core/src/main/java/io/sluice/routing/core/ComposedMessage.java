// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Encodes the small messages that this router composes itself: a few sections of a few types of values, in the shortest
 * encodings. Not for several threads.
 */
public final class ComposedMessage {

    private static final int HEADER = 0x70;
    private static final int PROPERTIES = 0x73;
    private static final int APPLICATION_PROPERTIES = 0x74;
    private static final int VALUE = 0x77;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** Adds a header that says nothing but that the message is not durable. */
    public ComposedMessage header() {
        section(HEADER);
        value(List.of(false));
        return this;
    }

    /** Adds properties with addresses and a correlation id. */
    public ComposedMessage properties(String to, String replyTo, String correlationId) {
        section(PROPERTIES);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        encode(fields, null);
        encode(fields, null);
        encode(fields, to);
        encode(fields, null);
        encode(fields, replyTo);
        encode(fields, correlationId);
        compound(out, 0xc0, 6, fields);
        return this;
    }

    /** Adds application properties, in the order of the map. */
    public ComposedMessage applicationProperties(Map<String, Object> properties) {
        section(APPLICATION_PROPERTIES);
        value(properties);
        return this;
    }

    /** Adds a body of one value and returns the message. */
    public byte[] body(Object body) {
        section(VALUE);
        value(body);
        return out.toByteArray();
    }

    private void section(int code) {
        out.write(0x00);
        out.write(0x53);
        out.write(code);
    }

    private void value(Object value) {
        encode(out, value);
    }

    private static void encode(ByteArrayOutputStream to, Object value) {
        if (value == null) {
            to.write(0x40);
        } else if (value instanceof Boolean truth) {
            to.write(truth ? 0x41 : 0x42);
        } else if (value instanceof Integer number) {
            encodeInt(to, number);
        } else if (value instanceof Long unsigned) {
            encodeUnsigned(to, unsigned);
        } else if (value instanceof String text) {
            encodeText(to, text);
        } else if (value instanceof List<?> list) {
            ByteArrayOutputStream elements = new ByteArrayOutputStream();
            list.forEach(element -> encode(elements, element));
            compound(to, 0xc0, list.size(), elements);
        } else if (value instanceof Map<?, ?> map) {
            ByteArrayOutputStream entries = new ByteArrayOutputStream();
            map.forEach((key, entry) -> {
                encode(entries, key);
                encode(entries, entry);
            });
            compound(to, 0xc1, 2 * map.size(), entries);
        } else {
            throw new IllegalArgumentException("No encoding for " + value.getClass());
        }
    }

    private static void encodeInt(ByteArrayOutputStream to, int number) {
        if (number >= Byte.MIN_VALUE && number <= Byte.MAX_VALUE) {
            to.write(0x54);
            to.write(number);
        } else {
            to.write(0x71);
            int32(to, number);
        }
    }

    /** A Long stands for an unsigned integer of 32 bits. */
    private static void encodeUnsigned(ByteArrayOutputStream to, long number) {
        if (number == 0) {
            to.write(0x43);
        } else if (number < 256) {
            to.write(0x52);
            to.write((int) number);
        } else {
            to.write(0x70);
            int32(to, (int) number);
        }
    }

    private static void encodeText(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 256) {
            to.write(0xa1);
            to.write(bytes.length);
        } else {
            to.write(0xb1);
            int32(to, bytes.length);
        }
        to.writeBytes(bytes);
    }

    private static void compound(ByteArrayOutputStream to, int small, int count, ByteArrayOutputStream elements) {
        if (elements.size() < 255 && count < 256) {
            to.write(small);
            to.write(elements.size() + 1);
            to.write(count);
        } else {
            to.write(small + 0x10);
            int32(to, elements.size() + 4);
            int32(to, count);
        }
        to.writeBytes(elements.toByteArray());
    }

    private static void int32(ByteArrayOutputStream to, int number) {
        to.write(number >>> 24);
        to.write(number >>> 16);
        to.write(number >>> 8);
        to.write(number);
    }
}
