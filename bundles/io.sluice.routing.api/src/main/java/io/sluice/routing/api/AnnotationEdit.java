// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Writes entries into the message-annotations section of an encoded message; what is there keeps its encoding. */
final class AnnotationEdit {

    private static final int HEADER = 0x70;
    private static final int MESSAGE_ANNOTATIONS = 0x72;

    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private int count;
    private int start;
    private int end;

    /**
     * Finds the section, or its place, in the first bytes of a message, and edits it.
     *
     * @throws ValueReader.BadValue if the bytes cannot be read
     */
    AnnotationEdit(byte[] bytes, Map<String, Object> added) {
        ValueReader reader = new ValueReader(bytes, 0, bytes.length);
        while (!reader.atEnd()) {
            int at = reader.position();
            int code = reader.sectionCode();
            if (code < HEADER || code > MESSAGE_ANNOTATIONS) {
                break;
            }
            if (code == MESSAGE_ANNOTATIONS) {
                start = at;
                keep(bytes, reader.position(), added);
                reader.skip();
                end = reader.position();
                break;
            }
            reader.skip();
            start = reader.position();
            end = start;
        }
        added.forEach((key, value) -> {
            symbol(key);
            write(value);
            count += 2;
        });
    }

    /** Returns where the section begins, or would. */
    int start() {
        return start;
    }

    /** Returns the message with the edited section. */
    byte[] edited(byte[] bytes) {
        byte[] section = section();
        byte[] result = new byte[bytes.length - (end - start) + section.length];
        System.arraycopy(bytes, 0, result, 0, start);
        System.arraycopy(section, 0, result, start, section.length);
        System.arraycopy(bytes, end, result, start + section.length, bytes.length - end);
        return result;
    }

    /** Returns the edited section alone. */
    byte[] section() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(pairs.size() + 12);
        out.write(0x00);
        out.write(0x53);
        out.write(MESSAGE_ANNOTATIONS);
        out.write(0xd1);
        bits(out, pairs.size() + 4L, 4);
        bits(out, count, 4);
        out.writeBytes(pairs.toByteArray());
        return out.toByteArray();
    }

    private void keep(byte[] bytes, int map, Map<String, Object> replaced) {
        ValueReader reader = new ValueReader(bytes, map, bytes.length);
        int left = reader.openMap();
        for (; left > 0; left -= 2) {
            int at = reader.position();
            Object key = reader.value();
            reader.skip();
            if (key == null || !replaced.containsKey(key.toString())) {
                pairs.write(bytes, at, reader.position() - at);
                count += 2;
            }
        }
    }

    /** Tells whether a value can be an annotation. */
    static boolean supports(Object value) {
        return value == null || value instanceof String || value instanceof Boolean || value instanceof Integer
                || value instanceof Long || value instanceof Short || value instanceof Byte || value instanceof Double
                || value instanceof Float || value instanceof UUID || value instanceof Instant || value instanceof Date
                || value instanceof byte[];
    }

    private void write(Object value) {
        if (value == null) {
            pairs.write(0x40);
        } else if (value instanceof String text) {
            bytes(0xa1, text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] binary) {
            bytes(0xa0, binary);
        } else if (value instanceof Boolean flag) {
            pairs.write(flag ? 0x41 : 0x42);
        } else if (value instanceof UUID uuid) {
            pairs.write(0x98);
            bits(pairs, uuid.getMostSignificantBits(), 8);
            bits(pairs, uuid.getLeastSignificantBits(), 8);
        } else if (value instanceof Instant instant) {
            fixed(0x83, instant.toEpochMilli(), 8);
        } else if (value instanceof Date date) {
            fixed(0x83, date.getTime(), 8);
        } else {
            number((Number) value);
        }
    }

    private void number(Number value) {
        if (value instanceof Integer) {
            fixed(0x71, value.intValue(), 4);
        } else if (value instanceof Long) {
            fixed(0x81, value.longValue(), 8);
        } else if (value instanceof Short) {
            fixed(0x61, value.shortValue(), 2);
        } else if (value instanceof Byte) {
            fixed(0x51, value.byteValue(), 1);
        } else if (value instanceof Float) {
            fixed(0x72, Float.floatToIntBits(value.floatValue()), 4);
        } else {
            fixed(0x82, Double.doubleToLongBits(value.doubleValue()), 8);
        }
    }

    private void symbol(String text) {
        bytes(0xa3, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes with a size of one byte or, the code being 16 higher then, of four. */
    private void bytes(int code, byte[] content) {
        if (content.length < 256) {
            pairs.write(code);
            pairs.write(content.length);
        } else {
            fixed(code + 0x10, content.length, 4);
        }
        pairs.writeBytes(content);
    }

    private void fixed(int code, long value, int width) {
        pairs.write(code);
        bits(pairs, value, width);
    }

    private static void bits(ByteArrayOutputStream out, long value, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
