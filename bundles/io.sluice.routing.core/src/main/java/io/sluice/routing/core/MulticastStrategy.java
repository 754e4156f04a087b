// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Arrays;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryGroup;
import io.sluice.routing.api.Outcome;

/** One copy for each consumer. */
final class MulticastStrategy implements ForwardStrategy {

    private final ForwardStrategy unicast = new ClosestStrategy();

    @Override
    public boolean forward(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery) {
        OutgoingLink[] live = live(consumers);
        if (live.length == 1 && delivery.presettled()) {
            // No outcome to aggregate: nothing to copy for.
            return unicast.forward(entry, live, delivery);
        }
        return copyToAll(live, delivery);
    }

    /** Gives each a copy; false if there is nobody. */
    static boolean copyToAll(DeliveryTaker[] live, Delivery delivery) {
        if (live.length == 0) {
            return false;
        }
        DeliveryGroup group = new DeliveryGroup(delivery, live.length);
        if (!delivery.content().isComplete()) {
            delivery.content().readBy(group.copies());
        }
        for (int i = 0; i < live.length; i++) {
            Delivery copy = group.copy(i);
            if (!live[i].offer(copy)) {
                // It has just ended: the group waits for the others only.
                copy.stopReading();
                copy.settle(Outcome.RELEASED);
            }
        }
        // Only the copies read; the parent would keep the whole content in memory until it is settled.
        delivery.stopReading();
        return true;
    }

    private static OutgoingLink[] live(OutgoingLink[] consumers) {
        int count = 0;
        for (OutgoingLink link : consumers) {
            count += link.isLive() ? 1 : 0;
        }
        if (count == consumers.length) {
            return consumers;
        }
        return Arrays.stream(consumers).filter(Link::isLive).toArray(OutgoingLink[]::new);
    }
}
