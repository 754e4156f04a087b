// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Objects;

/** A value or name that the entity schema does not allow. */
public class SchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String nearest;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, one line
     * @param expected what would be right, one line; null if the message says it
     * @param nearest the known word that the user may have meant, null if there is none
     */
    public SchemaException(String message, String expected, String nearest) {
        super(Objects.requireNonNull(message));
        this.expected = expected;
        this.nearest = nearest;
    }

    /** Returns what would be right, or null. */
    public String expected() {
        return expected;
    }

    /** Returns the known word that is nearest to what was given, or null. */
    public String nearest() {
        return nearest;
    }

    /** Returns everything in one line, as a user reads it. */
    public String line() {
        return getMessage() + (expected == null ? "" : "; expected " + expected)
            + (nearest == null ? "" : "; did you mean '" + nearest + "'?");
    }
}
