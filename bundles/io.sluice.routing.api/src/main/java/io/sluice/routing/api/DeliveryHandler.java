// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes the deliveries of a {@link Subscription}. */
@ConsumerType
public interface DeliveryHandler {

    /**
     * Takes a delivery. Called on the loop of the producer, or on whatever thread has sent it, several at once; must
     * not block: hand it to a bounded queue of your own, and refuse it when that is full.
     *
     * @param delivery belongs to the handler if it takes it: it then reads the content to its end or stops reading,
     *     and settles the delivery, presettled or not. The content may still grow; {@link Delivery#sink} says when
     * @return false if it is not taken: the sender is told that it was released
     */
    boolean onDelivery(Delivery delivery);
}
