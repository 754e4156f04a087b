// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;

/** JSON in and out. */
public final class Json {

    private Json() {
    }

    /** Reads a text. */
    public static Object read(String text) throws JsonParserException {
        return JsonParser.any().from(text);
    }

    /**
     * Writes a value.
     *
     * @param indent blanks for each level; less than 0 for everything on one line
     */
    public static String write(Object value, int indent) {
        StringBuilder out = new StringBuilder();
        write(out, value, indent, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, int indent, int level) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                newLine(out, indent, level + 1);
                string(out, String.valueOf(entry.getKey()));
                out.append(": ");
                write(out, entry.getValue(), indent, level + 1);
                separator(out, entries.hasNext(), indent);
            }
            end(out, map.isEmpty(), '}', indent, level);
        } else if (value instanceof List<?> list) {
            out.append('[');
            Iterator<?> elements = list.iterator();
            while (elements.hasNext()) {
                newLine(out, indent, level + 1);
                write(out, elements.next(), indent, level + 1);
                separator(out, elements.hasNext(), indent);
            }
            end(out, list.isEmpty(), ']', indent, level);
        } else if (value == null || value instanceof Boolean || isNumber(value)) {
            out.append(value);
        } else {
            string(out, value.toString());
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number && !(value instanceof Double wide && !Double.isFinite(wide));
    }

    private static void newLine(StringBuilder out, int indent, int level) {
        if (indent >= 0) {
            out.append('\n').append(" ".repeat(indent * level));
        }
    }

    private static void separator(StringBuilder out, boolean more, int indent) {
        if (more) {
            out.append(indent >= 0 ? "," : ", ");
        }
    }

    private static void end(StringBuilder out, boolean empty, char bracket, int indent, int level) {
        if (!empty) {
            newLine(out, indent, level);
        }
        out.append(bracket);
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16))
                            .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
