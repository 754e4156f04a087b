// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a delivery came from: hears of its outcome and of room for more content. Called on any thread; must not block.
 */
@ProviderType
public interface DeliveryOrigin {

    /**
     * The delivery's {@link Delivery#outcome()} or {@link Delivery#settled()} has changed. Called once or more per
     * delivery, by one thread at a time; with settled true it is the last call.
     */
    void onOutcome(Delivery delivery);

    /** Consumers have read so much of a streamed content that the producer may go on. */
    void onContentDrained(MessageContent content);

    /** Returns the id of the connection that the delivery came in on, -1 if it came from this process. Any thread. */
    default long connectionId() {
        return -1;
    }
}
