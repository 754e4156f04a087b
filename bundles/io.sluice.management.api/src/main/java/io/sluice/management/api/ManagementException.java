// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

/** A management request was refused; carries the status code and text that the requester gets. */
public class ManagementException extends Exception {

    /** The request is wrong. */
    public static final int BAD_REQUEST = 400;
    /** The request is not allowed. */
    public static final int FORBIDDEN = 403;
    /** No such entity. */
    public static final int NOT_FOUND = 404;
    /** The request is right but could not be carried out. */
    public static final int INTERNAL_ERROR = 500;
    /** The type has no such operation. */
    public static final int NOT_IMPLEMENTED = 501;

    private static final long serialVersionUID = 1L;

    private final int status;

    /** Makes an exception from a status code and the exact text for the requester. */
    public ManagementException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the status code. */
    public int status() {
        return status;
    }
}
