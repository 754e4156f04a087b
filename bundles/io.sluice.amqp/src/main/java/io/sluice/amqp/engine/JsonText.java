// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON text in which a map attribute travels through Configuration Admin. */
final class JsonText {

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @return values: String, Boolean, Integer, Long, Double, List, Map, null; in the order of the text
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        JsonText reader = new JsonText(text);
        Object value = reader.value();
        reader.blanks();
        if (!(value instanceof Map) || reader.at != text.length()) {
            throw reader.error("an object");
        }
        return (Map<String, Object>) value;
    }

    private Object value() {
        blanks();
        char c = peek();
        if (c == '{') {
            return map();
        }
        if (c == '[') {
            return list();
        }
        if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && "+-.".indexOf(text.charAt(at)) >= 0
                || at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return scalar(text.substring(start, at));
    }

    private Object scalar(String word) {
        switch (word) {
            case "true":
                return Boolean.TRUE;
            case "false":
                return Boolean.FALSE;
            case "null":
                return null;
            default:
                break;
        }
        try {
            if (word.matches("-?\\d+")) {
                long number = Long.parseLong(word);
                if (number == (int) number) {
                    return (int) number;
                }
                return number;
            }
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw error("a value");
        }
    }

    private Map<String, Object> map() {
        Map<String, Object> result = new LinkedHashMap<>();
        items('}', () -> {
            String key = string();
            blanks();
            expect(':');
            result.put(key, value());
        });
        return result;
    }

    private List<Object> list() {
        List<Object> result = new ArrayList<>();
        items(']', () -> result.add(value()));
        return result;
    }

    private void items(char end, Runnable item) {
        at++;
        blanks();
        boolean more = peek() != end;
        while (more) {
            blanks();
            item.run();
            blanks();
            more = peek() != end;
            if (more) {
                expect(',');
            }
        }
        at++;
    }

    private String string() {
        expect('"');
        StringBuilder result = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            result.append(c == '\\' ? escape() : c);
        }
        at++;
        return result.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        switch (c) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                if (at + 4 > text.length()) {
                    throw error("four hexadecimal digits");
                }
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            default:
                return c;
        }
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("more text");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException("expected " + expected + " at position " + at + " of JSON text");
    }
}
