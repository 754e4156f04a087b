// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.routing.api.Delivery;

/** What one address has sent to other routers and is not settled, by trunk. Any thread. */
final class Transit {

    private static final AtomicInteger[] NOTHING = new AtomicInteger[0];

    private volatile AtomicInteger[] open = NOTHING;

    /** Returns the number for a trunk. */
    int of(Trunk trunk) {
        AtomicInteger[] now = open;
        int slot = trunk.slot();
        return slot >= 0 && slot < now.length ? now[slot].getPlain() : 0;
    }

    /** Hands a delivery to a trunk and counts it until it is settled; false if the trunk does not take it. */
    boolean send(Trunk trunk, Delivery delivery) {
        int slot = trunk.slot();
        if (delivery.presettled() || slot < 0) {
            return trunk.offerBalanced(delivery);
        }
        AtomicInteger number = at(slot);
        number.getAndIncrement();
        delivery.gauge(number);
        if (trunk.offerBalanced(delivery)) {
            return true;
        }
        delivery.gauge(null);
        number.getAndDecrement();
        return false;
    }

    private AtomicInteger at(int slot) {
        AtomicInteger[] now = open;
        return slot < now.length ? now[slot] : grown(slot);
    }

    private synchronized AtomicInteger grown(int slot) {
        AtomicInteger[] now = open;
        if (slot >= now.length) {
            AtomicInteger[] more = Arrays.copyOf(now, slot + 1);
            for (int i = now.length; i < more.length; i++) {
                more[i] = new AtomicInteger();
            }
            open = more;
            return more[slot];
        }
        return now[slot];
    }

    /** Returns all numbers, those of unused slots being 0. */
    int[] all() {
        return Arrays.stream(open).mapToInt(AtomicInteger::get).toArray();
    }
}
