// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides what connections may do. One OSGi service or none; without one every connection may do everything. Decisions
 * are quick, so that they can be taken on a connection's loop. Any thread.
 */
@ProviderType
public interface ConnectionPolicy {

    /** What was denied on a connection that is open, for statistics. */
    enum Denial {
        /** A session. */
        SESSION,
        /** A link on which the peer wanted to send. */
        SENDER,
        /** A link on which the peer wanted to receive. */
        RECEIVER,
        /** A message that is too large. */
        MESSAGE_SIZE
    }

    /** Returns whether there are rules at all: then nothing may open while there is no policy for a moment. */
    boolean enforced();

    /**
     * Judges a connection that is about to open, and counts it as open if it may.
     *
     * @return what it may do; null if the policy is none of its business
     */
    PolicyGrant open(PolicyRequest request);

    /** Counts a connection that was opened under an earlier instance of this service. */
    void adopt(long connection, PolicyGrant grant);

    /** A connection that was counted has ended. Without effect for others. */
    void closed(long connection);

    /** Counts a denial. */
    void denied(long connection, Denial what);

    /** Returns what was denied so far. */
    PolicyTotals totals();
}
