// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

/** Settings of a module cannot take effect; the message is for the user. */
final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String attribute;

    InvalidSettingsException(String attribute, String message, Throwable cause) {
        super(message, cause);
        this.attribute = attribute;
    }

    /** Returns the attribute at fault. */
    String attribute() {
        return attribute;
    }
}
