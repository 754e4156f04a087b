// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.address.Treatment;

/** Routes what a producer in this process sends. Any thread. Stateless. */
final class InProcessSend {

    private InProcessSend() {}

    static TransferResult send(AddressTable table, EdgeOutlet outlet, Delivery delivery) {
        String to = delivery.to();
        if (to == null || to.isEmpty()) {
            return TransferResult.NO_ADDRESS;
        }
        Resolved resolved = table.resolve(to, null, true, -1);
        AddressEntry entry = table.get(resolved.key());
        if (outlet != null && outlet.takes(entry)) {
            return outlet.forward(entry, delivery);
        }
        if (entry == null) {
            return resolved.treatment().equals(Treatment.UNAVAILABLE)
                    ? TransferResult.UNAVAILABLE : TransferResult.NO_ROUTE;
        }
        entry.counters().countFromContainer();
        TransferResult result = entry.forwardOrRedirect(delivery);
        return result == TransferResult.NO_ROUTE && outlet != null ? outlet.forward(null, delivery) : result;
    }
}
