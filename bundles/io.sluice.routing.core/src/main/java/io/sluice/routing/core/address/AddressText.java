// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.address;

/** Rules for the text of an address as peers write it. Stateless. */
public final class AddressText {

    private AddressText() {}

    /**
     * Returns the address without scheme, authority, leading slash and one trailing separator: {@code amqp://h:1/a/},
     * {@code amqp:/a}, {@code //h/a}, {@code /a} and {@code a} are all {@code a}.
     */
    public static String normalise(String text) {
        int start = pathStart(text);
        int end = text.length();
        if (end > start && isSeparator(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static boolean isSeparator(char c) {
        return c == '.' || c == '/';
    }

    private static int pathStart(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return 0;
        }
        boolean scheme = slash > 0 && text.indexOf(':') == slash - 1;
        if (slash > 0 && !scheme) {
            return 0;
        }
        int after = slash + 1;
        if (after >= text.length() || text.charAt(after) != '/') {
            return after;
        }
        int authorityEnd = text.indexOf('/', after + 1);
        // An authority without a path names nothing: the text is taken as it stands.
        return authorityEnd < 0 ? 0 : authorityEnd + 1;
    }
}
