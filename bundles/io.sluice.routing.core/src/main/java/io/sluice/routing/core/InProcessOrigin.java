// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.RouterAnnotations;

/**
 * Where messages that this router itself composes come from.
 *
 * @param finished what to do when one is finished; any thread
 */
public record InProcessOrigin(Runnable finished) implements DeliveryOrigin {

    private static final int PRIORITY = 4;

    @Override
    public void onOutcome(Delivery delivery) {
        if (delivery.settled()) {
            finished.run();
        }
    }

    @Override
    public void onContentDrained(MessageContent content) {
        // The content is complete from the beginning.
    }

    /** Makes a delivery that wants no outcome. */
    public Delivery settled(RouterCore core, byte[] message, String to) {
        return delivery(core, message, true, to);
    }

    /** Makes a delivery that gets an outcome. */
    Delivery unsettled(RouterCore core, byte[] message) {
        return delivery(core, message, false, null);
    }

    private Delivery delivery(RouterCore core, byte[] message, boolean presettled, String to) {
        Delivery delivery = new Delivery(
                new MessageContent(this, message), this, presettled, 0, PRIORITY, to, System.nanoTime());
        if (core.info().mode().equals(EdgeSide.ROLE)) {
            // An edge router leaves no trace in what it forwards; this it does not forward.
            String own = "0/" + core.info().id();
            delivery.annotations(new RouterAnnotations(null, 0, false, own, List.of(own)));
        }
        return delivery;
    }
}
