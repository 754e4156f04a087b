// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.List;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;

/** JSON by the rules of configuration files. */
final class JsonText {

    private JsonText() {
    }

    /** Parses a value; spare commas before a closing bracket are allowed. */
    static Object parse(String text) throws ConfigException {
        try {
            return JsonParser.any().from(withoutSpareCommas(text));
        } catch (JsonParserException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    /** Takes a text as the inside of a JSON string. */
    static String string(String inside) throws ConfigException {
        Object value = parse("[\"" + inside + "\"]");
        if (value instanceof List<?> list && list.size() == 1 && list.get(0) instanceof String text) {
            return text;
        }
        throw new ConfigException("not one string");
    }

    static String write(Object value) {
        return JsonWriter.string(value);
    }

    /** Blanks the commas, so that the positions in messages stay right. */
    private static String withoutSpareCommas(String text) {
        StringBuilder out = new StringBuilder(text);
        Depth depth = new Depth();
        int comma = -1;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            boolean quoted = depth.quoted();
            depth.accept(c);
            if (quoted || depth.quoted() || !Character.isWhitespace(c)) {
                if (comma >= 0 && (c == '}' || c == ']')) {
                    out.setCharAt(comma, ' ');
                }
                comma = !quoted && c == ',' ? i : -1;
            }
        }
        return out.toString();
    }

    /** Follows braces, brackets and strings through a text. */
    static final class Depth {
        private int level;
        private boolean quoted;
        private boolean escaped;

        boolean quoted() {
            return quoted;
        }

        int level() {
            return level;
        }

        void accept(char c) {
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                level++;
            } else if (c == '}' || c == ']') {
                level--;
            }
        }

        /** Takes a line; returns the position after which all is closed, or -1. */
        int scan(String line) {
            for (int i = 0; i < line.length(); i++) {
                accept(line.charAt(i));
                if (level == 0 && !quoted) {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
