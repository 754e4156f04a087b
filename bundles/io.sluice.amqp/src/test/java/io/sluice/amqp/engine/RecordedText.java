// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Frames as text, whoever has written them: with everything that one can tell from the bytes, but for the widths of
 * numbers and lengths.
 */
final class RecordedText {

    private static final Map<Integer, String> TERMINUS = Map.of(1, "0", 2, ":session-end", 3, "0", 4, "false");
    private static final Map<String, Map<Integer, String>> DEFAULTS = Map.of(
        "18", Map.of(3, "2", 4, "0"), "40", TERMINUS, "41", TERMINUS);

    private final ByteBuffer in;

    private RecordedText(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** Returns a frame as channel, performative and payload. */
    static String of(byte[] frame) {
        RecordedText text = new RecordedText(frame);
        int channel = text.in.getShort(6) & 0xffff;
        text.in.position(4 * frame[4]);
        if (!text.in.hasRemaining()) {
            return channel + " empty";
        }
        String performative = text.value();
        byte[] payload = new byte[text.in.remaining()];
        text.in.get(payload);
        return channel + " " + performative + (payload.length == 0 ? "" : " payload " + text(payload));
    }

    private static String text(byte[] payload) {
        return payload.length + " " + HexFormat.of().formatHex(payload);
    }

    private String value() {
        return value(in.get() & 0xff);
    }

    private String value(int type) {
        return switch (type) {
            case 0x00 -> described(value());
            case 0x40 -> "null";
            case 0x41 -> "true";
            case 0x42 -> "false";
            case 0x56 -> in.get() == 0 ? "false" : "true";
            case 0x43, 0x44 -> "0";
            case 0x50, 0x52, 0x53 -> Integer.toString(in.get() & 0xff);
            case 0x51, 0x54, 0x55 -> Integer.toString(in.get());
            case 0x60 -> Integer.toString(in.getShort() & 0xffff);
            case 0x61 -> Integer.toString(in.getShort());
            case 0x70 -> Integer.toUnsignedString(in.getInt());
            case 0x71 -> Integer.toString(in.getInt());
            case 0x80 -> Long.toUnsignedString(in.getLong());
            case 0x81 -> Long.toString(in.getLong());
            case 0xa0 -> "x" + HexFormat.of().formatHex(bytes(in.get() & 0xff));
            case 0xb0 -> "x" + HexFormat.of().formatHex(bytes(in.getInt()));
            case 0xa1 -> '"' + string(in.get() & 0xff) + '"';
            case 0xb1 -> '"' + string(in.getInt()) + '"';
            case 0xa3 -> ':' + string(in.get() & 0xff);
            case 0xb3 -> ':' + string(in.getInt());
            case 0x45 -> "[]";
            case 0xc0 -> list(in.get(in.position() + 1) & 0xff, 2).toString();
            case 0xd0 -> list(in.getInt(in.position() + 4), 8).toString();
            case 0xc1 -> map(in.get(in.position() + 1) & 0xff, 2);
            case 0xd1 -> map(in.getInt(in.position() + 4), 8);
            case 0xe0 -> array(in.get(in.position() + 1) & 0xff, 2);
            case 0xf0 -> array(in.getInt(in.position() + 4), 8);
            default -> throw new AssertionError("type " + Integer.toHexString(type));
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String string(int length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** A described value; of an attach and its termini with the defaults that need not be written. */
    private String described(String descriptor) {
        Map<Integer, String> defaults = DEFAULTS.getOrDefault(descriptor, Map.of());
        int type = in.get() & 0xff;
        if (defaults.isEmpty()) {
            return "@" + descriptor + value(type);
        }
        List<String> fields = switch (type) {
            case 0x45 -> new ArrayList<>();
            case 0xc0 -> list(in.get(in.position() + 1) & 0xff, 2);
            default -> list(in.getInt(in.position() + 4), 8);
        };
        defaults.forEach((field, value) -> {
            while (fields.size() <= field) {
                fields.add("null");
            }
            if (fields.get(field).equals("null")) {
                fields.set(field, value);
            }
        });
        return "@" + descriptor + fields;
    }

    private List<String> list(int count, int skip) {
        in.position(in.position() + skip);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        while (!values.isEmpty() && values.get(values.size() - 1).equals("null")) {
            values.remove(values.size() - 1);
        }
        return values;
    }

    private String map(int count, int skip) {
        in.position(in.position() + skip);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < count; i += 2) {
            entries.add(value() + "=" + value());
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private String array(int count, int skip) {
        in.position(in.position() + skip);
        int type = in.get() & 0xff;
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(type));
        }
        return "array" + values;
    }
}
