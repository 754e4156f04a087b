// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

/** An attribute of an {@code sslProfile} cannot be used; the message is one line for the user. */
final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String attribute;

    RejectedException(String attribute, String reason) {
        this(attribute, reason, null);
    }

    RejectedException(String attribute, String reason, Throwable cause) {
        super(reason, cause);
        this.attribute = attribute;
    }

    /** Returns the attribute at fault. */
    String attribute() {
        return attribute;
    }
}
