// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;

/** What the strategies that choose one consumer have in common: the delivery itself travels, no copy is made. */
abstract class AnycastStrategy implements ForwardStrategy {

    @Override
    public final boolean forward(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery) {
        if (delivery.content().isComplete()) {
            return give(entry, consumers, delivery);
        }
        delivery.content().readBy(delivery);
        boolean taken = give(entry, consumers, delivery);
        if (!taken) {
            delivery.content().readBy();
        }
        return taken;
    }

    /** Gives the delivery to one consumer; false if none takes it. */
    abstract boolean give(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery);
}
