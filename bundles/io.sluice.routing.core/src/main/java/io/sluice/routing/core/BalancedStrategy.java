// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;

/**
 * The consumer with the least load, among those whose load is below their capacity if there are any; the first idle
 * one at once. Idle ones take turns; of busy ones with the same load the first counts, as they need no turns to differ.
 */
final class BalancedStrategy extends AnycastStrategy {

    @Override
    boolean give(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery) {
        if (consumers.length == 1) {
            return consumers[0].offer(delivery);
        }
        int start = entry.rota().turn(consumers.length);
        int chosen = choose(start, consumers, null);
        boolean idle = consumers[chosen].load() == 0;
        if (consumers[chosen].offer(delivery)) {
            if (idle) {
                entry.rota().next();
            }
            return true;
        }
        return giveOther(start, chosen, consumers, delivery);
    }

    private static boolean giveOther(int start, int refused, OutgoingLink[] consumers, Delivery delivery) {
        boolean[] tried = new boolean[consumers.length];
        int last = refused;
        while (true) {
            tried[last] = true;
            last = choose(start, consumers, tried);
            if (last < 0) {
                return false;
            }
            if (consumers[last].offer(delivery)) {
                return true;
            }
        }
    }

    /** Returns the position of the best among those that were not tried, -1 if there is none. */
    static int choose(int start, OutgoingLink[] consumers, boolean[] tried) {
        int size = consumers.length;
        int best = -1;
        int bestLoad = Integer.MAX_VALUE;
        boolean bestEligible = false;
        int at = start;
        for (int i = 0; i < size; i++) {
            if (tried == null || !tried[at]) {
                OutgoingLink link = consumers[at];
                int load = link.load();
                boolean eligible = link.capacity() > load;
                if (eligible && load == 0) {
                    return at;
                }
                if (best < 0 || (eligible == bestEligible ? load < bestLoad : eligible)) {
                    best = at;
                    bestLoad = load;
                    bestEligible = eligible;
                }
            }
            at = at + 1 == size ? 0 : at + 1;
        }
        return best;
    }
}
