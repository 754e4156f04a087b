// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.ArrayList;
import java.util.List;

/** The lines on which the pairs of a JSON configuration and their attributes stand; the JSON parser does not tell. */
final class JsonPositions {

    private final String[] lines;
    private final List<Integer> pairs = new ArrayList<>();

    private JsonPositions(String text) {
        lines = text.split("\n", -1);
        JsonText.Depth depth = new JsonText.Depth();
        for (int line = 0; line < lines.length; line++) {
            for (char c : lines[line].toCharArray()) {
                boolean opens = !depth.quoted() && depth.level() == 1 && (c == '[' || c == '{');
                depth.accept(c);
                if (opens) {
                    pairs.add(line + 1);
                }
            }
        }
    }

    static JsonPositions of(String text) {
        return new JsonPositions(text);
    }

    /** Returns the line on which a pair begins, 0 if unknown. */
    int pair(int index) {
        return index < pairs.size() ? pairs.get(index) : 0;
    }

    /** Returns the first line, from the pair's on, that has the attribute's name in quotes. */
    int attribute(int pairLine, String name) {
        for (int line = Math.max(pairLine, 1); line <= lines.length; line++) {
            if (lines[line - 1].contains('"' + name + '"')) {
                return line;
            }
        }
        return pairLine;
    }
}
