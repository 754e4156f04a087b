// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.TransferResult;

/** The interceptors at one moment, in their order. Immutable; at least one. */
final class InterceptorChain {

    private final InterceptorSlot[] slots;

    InterceptorChain(List<InterceptorSlot> slots) {
        this.slots = slots.toArray(InterceptorSlot[]::new);
    }

    /** Shows a delivery to each, and then does with it what they say. On the producer's loop. */
    TransferResult transfer(IncomingLink link, Delivery delivery) {
        Interception message = new Interception(link, delivery);
        for (InterceptorSlot slot : slots) {
            slot.see(message);
            if (message.decision().rejection() != null) {
                break;
            }
        }
        Interception.Decision decision = message.decision();
        if (decision.rejection() != null) {
            delivery.stopReading();
            if (delivery.presettled()) {
                link.stats().droppedPresettled++;
            }
            delivery.settle(decision.rejection());
            return TransferResult.ROUTED;
        }
        if (decision.annotations() != null) {
            delivery.content().annotate(decision.annotations());
        }
        return decision.address() == null ? link.route(delivery) : link.redirect(delivery, decision.address());
    }
}
