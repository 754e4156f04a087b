// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

/** Bytes that are no message of the router protocol. */
public final class MalformedControlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean quiet;

    /** Says what is wrong. */
    public MalformedControlException(String problem) {
        this(problem, false);
    }

    /**
     * Says what is wrong.
     *
     * @param quiet true for messages about mobile addresses, which are dropped without a line in the log
     */
    public MalformedControlException(String problem, boolean quiet) {
        super(problem, null, false, false);
        this.quiet = quiet;
    }

    /** Returns true if the log stays silent. */
    public boolean quiet() {
        return quiet;
    }
}
