// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists and simple values as JSON. Stateless. */
final class JsonText {

    private static final int MAX_INDENT = 16;

    private JsonText() {}

    /**
     * Returns a value as JSON.
     *
     * @param indent blanks per level; 0 for one line
     */
    static String write(Object value, int indent) {
        StringBuilder text = new StringBuilder();
        write(text, value, Math.max(0, Math.min(indent, MAX_INDENT)), 0);
        return text.toString();
    }

    private static void write(StringBuilder text, Object value, int indent, int level) {
        if (value instanceof Map<?, ?> map) {
            String separator = "";
            text.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                line(text, indent, level + 1);
                quote(text, String.valueOf(entry.getKey()));
                text.append(": ");
                write(text, entry.getValue(), indent, level + 1);
                separator = indent > 0 ? "," : ", ";
            }
            close(text, map.isEmpty(), indent, level, '}');
        } else if (value instanceof Collection<?> list) {
            String separator = "";
            text.append('[');
            for (Object element : list) {
                text.append(separator);
                line(text, indent, level + 1);
                write(text, element, indent, level + 1);
                separator = indent > 0 ? "," : ", ";
            }
            close(text, list.isEmpty(), indent, level, ']');
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            quote(text, value.toString());
        }
    }

    private static void close(StringBuilder text, boolean empty, int indent, int level, char bracket) {
        if (!empty) {
            line(text, indent, level);
        }
        text.append(bracket);
    }

    private static void line(StringBuilder text, int indent, int level) {
        if (indent > 0) {
            text.append('\n').append(" ".repeat(indent * level));
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
