// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

/** No answer could be had; the message says why, and what to do about it. */
public class ClientException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for the user. */
    public ClientException(String message) {
        super(message);
    }

    /** Makes an exception with a message for the user. */
    public ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
