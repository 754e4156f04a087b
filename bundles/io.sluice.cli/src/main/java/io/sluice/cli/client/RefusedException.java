// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

/** The router has answered that it does not do what it was asked for. */
public final class RefusedException extends ClientException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** Makes an exception for a status of 300 or more. */
    public RefusedException(int status, String description) {
        super(description);
        this.status = status;
    }

    /** Returns the status code of the answer. */
    public int status() {
        return status;
    }
}
