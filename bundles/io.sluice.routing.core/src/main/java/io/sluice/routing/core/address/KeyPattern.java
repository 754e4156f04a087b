// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The key of a binding, by one of the two methods of matching. Separators at the ends of keys and subjects do not
 * count; a wildcard counts only as a whole token. Patterns that match the same have equal tokens. Immutable.
 *
 * @param tokens in order; never empty
 */
public record KeyPattern(List<Token> tokens) {

    /** How a key is written. */
    public enum Method {
        /** Tokens between dots, {@code *} for one, {@code #} for any number. */
        AMQP('.', "*"),
        /** Tokens between slashes, {@code +} for one, {@code #} for the rest. */
        MQTT('/', "+");

        private final char separator;
        private final String one;

        Method(char separator, String one) {
            this.separator = separator;
            this.one = one;
        }

        /** Returns the method of a name in management, or null. */
        public static Method parse(String name) {
            return switch (name) {
                case "amqp" -> AMQP;
                case "mqtt" -> MQTT;
                default -> null;
            };
        }

        @Override
        public String toString() {
            return this == AMQP ? "amqp" : "mqtt";
        }

        public char separator() {
            return separator;
        }

        /** Returns a text without separators at its ends. */
        public String strip(String text) {
            int start = 0;
            int end = text.length();
            while (start < end && text.charAt(start) == separator) {
                start++;
            }
            while (end > start && text.charAt(end - 1) == separator) {
                end--;
            }
            return text.substring(start, end);
        }
    }

    /**
     * A token.
     *
     * @param literal what it matches; null for a wildcard
     * @param many the wildcard stands for any number of tokens
     */
    record Token(String literal, boolean many) {
        static final Token ONE = new Token(null, false);
        static final Token ANY = new Token(null, true);
    }

    /** Matches no subject, because no token of one holds its separator. */
    public static final KeyPattern NEVER = new KeyPattern(List.of(new Token("./", false)));

    private static final String ANY = "#";

    /** Reads a key; null if it is not valid. */
    public static KeyPattern parse(Method method, String text) {
        String stripped = method.strip(Objects.requireNonNull(text));
        if (stripped.isEmpty()) {
            return null;
        }
        List<Token> tokens = new ArrayList<>();
        int start = 0;
        while (start <= stripped.length()) {
            int end = stripped.indexOf(method.separator, start);
            end = end < 0 ? stripped.length() : end;
            String token = stripped.substring(start, end);
            tokens.add(token.equals(method.one) ? Token.ONE : token.equals(ANY) ? Token.ANY : new Token(token, false));
            start = end + 1;
        }
        int many = tokens.indexOf(Token.ANY);
        boolean valid = method == Method.AMQP || many < 0 || many == tokens.size() - 1;
        return valid ? new KeyPattern(normal(tokens)) : null;
    }

    /** Of a run of wildcards only the number of single ones and whether there is another matters. */
    private static List<Token> normal(List<Token> tokens) {
        List<Token> result = new ArrayList<>(tokens.size());
        boolean many = false;
        for (Token token : tokens) {
            if (token == Token.ANY) {
                many = true;
                continue;
            }
            if (many && token != Token.ONE) {
                result.add(Token.ANY);
                many = false;
            }
            result.add(token);
        }
        if (many) {
            result.add(Token.ANY);
        }
        return List.copyOf(result);
    }
}
