// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.sluice.launcher.log.LogLevel;

/**
 * The attribute {@code enable}: levels, each alone or with {@code +} for those above as well. Immutable.
 *
 * @param mask the levels that are named
 * @param asDefault the levels of module DEFAULT are on, too
 */
record EnableText(int mask, boolean asDefault) {

    private static final String DEFAULT = "default";
    private static final String NONE = "none";

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException with the text for the user
     */
    static EnableText parse(String text) {
        int mask = 0;
        boolean asDefault = false;
        boolean empty = true;
        for (String element : text.split("[,;: ]+")) {
            if (element.isEmpty()) {
                continue;
            }
            empty = false;
            boolean andAbove = element.endsWith("+");
            String word = word(andAbove ? element.substring(0, element.length() - 1) : element);
            if (word == null) {
                throw invalid(element);
            }
            if (word.equals(DEFAULT)) {
                asDefault = true;
            } else if (!word.equals(NONE)) {
                LogLevel level = LogLevel.valueOf(word.toUpperCase(Locale.ROOT));
                mask |= andAbove ? level.andAbove() : level.bit();
            }
        }
        if (empty) {
            throw invalid(text);
        }
        return new EnableText(mask, asDefault);
    }

    /** Returns the enabled levels, given those of module DEFAULT. */
    int mask(int defaultMask) {
        return asDefault ? mask | defaultMask : mask;
    }

    /** Returns the word that a text is, or is the beginning of; null if there is none or more than one. */
    private static String word(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (String word : words()) {
            if (word.equals(wanted)) {
                return word;
            }
            if (!wanted.isEmpty() && word.startsWith(wanted)) {
                found.add(word);
            }
        }
        return found.size() == 1 ? found.get(0) : null;
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of(NONE, DEFAULT));
        for (LogLevel level : LogLevel.values()) {
            words.add(level.text());
        }
        return words;
    }

    private static IllegalArgumentException invalid(String element) {
        return new IllegalArgumentException("'" + element + "' is not a valid log level. Should be one of "
                + "{none, trace, debug, info, notice, warning, error, critical}.");
    }
}
