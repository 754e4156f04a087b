// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

import java.util.List;

/** The keys by which routers tell each other of link routes: class, and a prefix or a pattern. Stateless. */
public final class LinkRouteKeys {

    private static final char PREFIX_IN = 'C';
    private static final char PREFIX_OUT = 'D';
    private static final char PATTERN_IN = 'E';
    private static final char PATTERN_OUT = 'F';

    private LinkRouteKeys() {}

    /** Returns the key of a normalised pattern: one that only ends in a wildcard is a prefix, however configured. */
    public static String key(boolean incoming, List<String> tokens) {
        int last = tokens.size() - 1;
        List<String> before = tokens.subList(0, last);
        boolean prefix = last > 0 && tokens.get(last).equals(AddressPattern.ANY)
                && !before.contains(AddressPattern.ANY) && !before.contains(AddressPattern.ONE);
        return prefix
                ? (incoming ? PREFIX_IN : PREFIX_OUT) + String.join(".", before)
                : (incoming ? PATTERN_IN : PATTERN_OUT) + String.join(".", tokens);
    }

    /** Returns the tokens of the pattern that a key stands for; none if it is not a key of a link route. */
    public static List<String> tokens(String key) {
        return switch (key.charAt(0)) {
            case PREFIX_IN, PREFIX_OUT -> AddressPattern.prefix(key.substring(1)).tokens();
            case PATTERN_IN, PATTERN_OUT -> AddressPattern.pattern(key.substring(1)).tokens();
            default -> List.of();
        };
    }

    public static boolean isIncoming(String key) {
        return key.charAt(0) == PREFIX_IN || key.charAt(0) == PATTERN_IN;
    }
}
