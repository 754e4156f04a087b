// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;

/** Local consumers in turn, whatever their credit or backlog. */
final class ClosestStrategy extends AnycastStrategy {

    @Override
    boolean give(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery) {
        int size = consumers.length;
        int start = size == 1 ? 0 : entry.rota().takeTurn(size);
        for (int i = 0; i < size; i++) {
            if (consumers[(start + i) % size].offer(delivery)) {
                return true;
            }
        }
        return false;
    }
}
