// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

/** The router cannot start; the message is for the user, one line per cause. */
final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    /** True if the log has it already. */
    private final boolean logged;

    StartException(String message) {
        this(message, false);
    }

    StartException(String message, boolean logged) {
        super(message);
        this.logged = logged;
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
        this.logged = false;
    }

    boolean logged() {
        return logged;
    }
}
