// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;

/** What a frame looks like in the log, in the notation that log readers of AMQP routers know. Stateless. */
final class FrameText {

    /** Bytes of a message that are shown. */
    private static final int PAYLOAD_BYTES = 512;

    private FrameText() {}

    /** Returns {@code @name(code) [field=value, ...]}, with what follows the performative, if anything does. */
    static String of(Object body, Binary payload) {
        StringBuilder text = new StringBuilder(160);
        FrameFields fields = FrameFields.of(body);
        if (fields == null) {
            return "(EMPTY FRAME)";
        }
        described(text, fields);
        if (payload != null && payload.getLength() > 0) {
            int shown = Math.min(PAYLOAD_BYTES, payload.getLength());
            text.append(" (").append(payload.getLength()).append(") ");
            bytes(text, payload.getArray(), payload.getArrayOffset(), shown);
            text.append(shown < payload.getLength() ? "... (truncated)" : "");
        }
        return text.toString();
    }

    private static void described(StringBuilder text, FrameFields fields) {
        text.append('@').append(fields.name()).append('(').append(fields.code()).append(") [");
        boolean first = true;
        for (Map.Entry<String, Object> field : fields.values().entrySet()) {
            if (field.getValue() != null) {
                text.append(first ? "" : ", ").append(field.getKey()).append('=');
                // Numbers of the protocol are hexadecimal, numbers of users are not.
                if (field.getValue() instanceof UnsignedInteger || field.getValue() instanceof UnsignedShort
                        || field.getValue() instanceof UnsignedLong || field.getValue() instanceof UnsignedByte) {
                    text.append("0x").append(Long.toHexString(((Number) field.getValue()).longValue()));
                } else {
                    value(text, field.getValue());
                }
                first = false;
            }
        }
        text.append(']');
    }

    private static void value(StringBuilder text, Object value) {
        FrameFields fields = FrameFields.of(value);
        if (fields != null) {
            described(text, fields);
        } else if (value instanceof Symbol symbol) {
            symbol(text, symbol.toString());
        } else if (value instanceof String string) {
            quoted(text, string);
        } else if (value instanceof Binary binary) {
            text.append("b\"");
            bytes(text, binary.getArray(), binary.getArrayOffset(), binary.getLength());
            text.append('"');
        } else if (value instanceof DescribedType described) {
            text.append('@');
            value(text, described.getDescriptor());
            text.append(' ');
            value(text, described.getDescribed());
        } else if (value instanceof Map<?, ?> map) {
            map(text, map);
        } else if (value instanceof Symbol[] symbols) {
            text.append("@<symbol>");
            list(text, java.util.Arrays.asList(symbols));
        } else if (value instanceof Collection<?> list) {
            list(text, list);
        } else if (value instanceof Date date) {
            text.append(date.getTime());
        } else {
            text.append(value);
        }
    }

    private static void map(StringBuilder text, Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            value(text, entry.getKey());
            text.append('=');
            value(text, entry.getValue());
            separator = ", ";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private static void list(StringBuilder text, Collection<?> list) {
        String separator = "[";
        for (Object element : list) {
            text.append(separator);
            value(text, element);
            separator = ", ";
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private static void symbol(StringBuilder text, String name) {
        text.append(':');
        if (name.matches("[A-Za-z0-9_-]+")) {
            text.append(name);
        } else {
            quoted(text, name);
        }
    }

    private static void quoted(StringBuilder text, String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        text.append('"');
        bytes(text, bytes, 0, bytes.length);
        text.append('"');
    }

    private static void bytes(StringBuilder text, byte[] bytes, int start, int length) {
        for (int i = start; i < start + length; i++) {
            int c = bytes[i] & 0xff;
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                text.append((char) c);
            } else {
                text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
    }
}
