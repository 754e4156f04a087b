// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;

/**
 * How deliveries reach in-process consumers: {@code closest} prefers them to any link, {@code multicast} gives one copy
 * to each, and the others use them only if there is no link. Stateless.
 */
final class InProcessForward {

    private InProcessForward() {}

    /** As {@link ForwardStrategy#forward}, with at least one in-process consumer. */
    static boolean forward(
            AddressEntry entry,
            ForwardStrategy strategy,
            InProcessConsumer[] inside,
            OutgoingLink[] links,
            Delivery delivery) {
        return switch (entry.treatment().kind()) {
            case MULTICAST -> MulticastStrategy.copyToAll(join(inside, links), delivery);
            case CLOSEST -> give(entry, inside, delivery)
                    || links.length > 0 && strategy.forward(entry, links, delivery);
            default -> links.length > 0 && strategy.forward(entry, links, delivery) || give(entry, inside, delivery);
        };
    }

    private static DeliveryTaker[] join(InProcessConsumer[] inside, OutgoingLink[] links) {
        DeliveryTaker[] all = new DeliveryTaker[inside.length + links.length];
        System.arraycopy(links, 0, all, 0, links.length);
        System.arraycopy(inside, 0, all, links.length, inside.length);
        return all;
    }

    /** One of them in turn. If none of those that live wants it, the path is not gone: it is released here. */
    private static boolean give(AddressEntry entry, InProcessConsumer[] inside, Delivery delivery) {
        boolean growing = !delivery.content().isComplete();
        if (growing) {
            delivery.content().readBy(delivery);
        }
        int start = inside.length == 1 ? 0 : entry.inProcessRota().takeTurn(inside.length);
        boolean refused = false;
        for (int i = 0; i < inside.length; i++) {
            InProcessConsumer consumer = inside[(start + i) % inside.length];
            if (consumer.offer(delivery)) {
                return true;
            }
            refused |= consumer.isLive();
        }
        if (refused) {
            delivery.stopReading();
            delivery.settle(Outcome.RELEASED);
        } else if (growing) {
            delivery.content().readBy();
        }
        return refused;
    }
}
