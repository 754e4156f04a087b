// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * Is told how long the deliveries of one link took, while somebody wants to know ({@link LinkStats#times}). Called on
 * the link's loop for every delivery: it must only note and return.
 */
public interface DeliveryTimes {

    /** A delivery has been sent on completely, so many nanoseconds after it had arrived at this router. */
    void sent(long nanos);

    /** A delivery has ended, so many nanoseconds after it had arrived at this router. */
    void ended(long nanos);
}
