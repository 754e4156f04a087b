// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

/** A vhost cannot be used; the message is for the user. */
final class PolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String attribute;

    PolicyException(String vhost, String attribute, String detail) {
        super("Policy '" + vhost + "' is invalid: " + detail);
        this.attribute = attribute;
    }

    /** Makes an exception about what a vhost is to the others. */
    static PolicyException conflict(String attribute, String text) {
        return new PolicyException(attribute, text);
    }

    private PolicyException(String attribute, String text) {
        super(text);
        this.attribute = attribute;
    }

    /** Returns the attribute at fault. */
    String attribute() {
        return attribute;
    }
}
