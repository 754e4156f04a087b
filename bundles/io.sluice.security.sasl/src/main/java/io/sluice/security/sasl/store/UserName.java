// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.store;

/** Rules for user names. */
public final class UserName {

    /** The realm of names without one, where nothing else is configured: the same on every host and router. */
    public static final String DEFAULT_REALM = "sluice";

    private static final int MAX_LENGTH = 255;

    private UserName() {}

    /**
     * Returns the full name {@code user@realm}.
     *
     * @param user with a realm behind its last {@code @}, or bare
     * @param realm the realm of a bare one
     * @throws IllegalArgumentException with a reason fit for the user
     */
    public static String full(String user, String realm) {
        int at = user.lastIndexOf('@');
        String full = at < 0 ? user + '@' + realm : user;
        if (full.lastIndexOf('@') == 0 || full.endsWith("@")) {
            throw new IllegalArgumentException("a user name needs a name and a realm: '" + full + "'");
        }
        if (full.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a user name has at most " + MAX_LENGTH + " characters");
        }
        if (full.startsWith("#") || full.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)
                || Character.isSpaceChar(c))) {
            throw new IllegalArgumentException(
                    "a user name has no blanks or control characters and does not begin with #");
        }
        return full;
    }
}
