// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import java.util.ArrayList;
import java.util.List;

/** The tokens of a configured pattern or prefix, normalised so that equal patterns have equal tokens. Immutable. */
public final class AddressPattern {

    static final String ONE = "*";
    static final String ANY = "#";

    private final String text;
    private final List<String> tokens;

    private AddressPattern(String text, List<String> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** Makes a pattern. The tokens are empty if the text has none. */
    public static AddressPattern pattern(String text) {
        String stripped = strip(text);
        return new AddressPattern(stripped, normalise(split(stripped)));
    }

    /** Makes the pattern of a prefix: itself and all below. The tokens are empty if the text has none. */
    public static AddressPattern prefix(String text) {
        String stripped = strip(text);
        List<String> tokens = split(stripped);
        if (!tokens.isEmpty()) {
            tokens.add(ANY);
        }
        return new AddressPattern(stripped, normalise(tokens));
    }

    /** Returns the text without separators at its ends, as management shows it. */
    public String text() {
        return text;
    }

    public List<String> tokens() {
        return tokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressPattern pattern && text.equals(pattern.text) && tokens.equals(pattern.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && AddressText.isSeparator(text.charAt(start))) {
            start++;
        }
        while (end > start && AddressText.isSeparator(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        if (text.isEmpty()) {
            return tokens;
        }
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || AddressText.isSeparator(text.charAt(i))) {
                tokens.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return tokens;
    }

    /** Of a run of wildcards only the number of {@code *} and whether there is a {@code #} matters. */
    private static List<String> normalise(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        boolean any = false;
        for (String token : tokens) {
            if (token.equals(ANY)) {
                any = true;
                continue;
            }
            if (any && !token.equals(ONE)) {
                result.add(ANY);
                any = false;
            }
            result.add(token);
        }
        if (any) {
            result.add(ANY);
        }
        return List.copyOf(result);
    }
}
