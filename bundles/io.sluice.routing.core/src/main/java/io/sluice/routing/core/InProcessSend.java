// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.TransferResult;

/** Routes what a producer in this process sends. Any thread. Stateless. */
final class InProcessSend {

    private InProcessSend() {}

    static TransferResult send(AddressTable table, Delivery delivery) {
        String to = delivery.to();
        if (to == null || to.isEmpty()) {
            return TransferResult.NO_ADDRESS;
        }
        Resolved resolved = table.resolve(to, null, true, -1);
        AddressEntry entry = table.get(resolved.key());
        if (entry == null) {
            return resolved.treatment().equals(Treatment.UNAVAILABLE)
                    ? TransferResult.UNAVAILABLE : TransferResult.NO_ROUTE;
        }
        entry.counters().countFromContainer();
        return entry.forwardOrRedirect(delivery);
    }
}
