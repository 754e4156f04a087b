// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Collection;
import java.util.Locale;

/** Finds the known name that a misspelt one probably stands for. */
public final class NearestName {

    private NearestName() {
    }

    /**
     * Returns the candidate with the smallest edit distance, upper and lower case being equal.
     *
     * @param name what was written
     * @param candidates the known names
     * @return the nearest one, or null if none is near enough to be a likely slip
     */
    public static String of(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, wanted.length() / 3);
        String best = null;
        for (String candidate : candidates) {
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance <= limit) {
                best = candidate;
                limit = distance - 1;
            }
        }
        return best;
    }

    /** Levenshtein distance in which a swap of two neighbours counts once. */
    private static int distance(String left, String right) {
        int[][] d = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[left.length()][right.length()];
    }
}
