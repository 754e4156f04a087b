// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.address.Treatment;

/**
 * The uplink of an edge router for messages that name their address themselves: it takes what nobody here has, and a
 * copy of what is for everybody. Any thread.
 *
 * @param entry the address that the uplink is bound to
 * @param link the uplink
 */
public record EdgeOutlet(AddressEntry entry, OutgoingLink link) {

    /** Returns true if the uplink has to be asked first: the address is not known here, or everybody is to have it. */
    boolean takes(AddressEntry target) {
        return target == null || target != entry && target.exchange() == null && target.hasConsumers()
                && target.treatment().kind() == Treatment.Kind.MULTICAST && !leavesHere(target);
    }

    /** Returns true if what goes to an address goes up anyway, by a link of its own. */
    private boolean leavesHere(AddressEntry target) {
        return target.hasConsumerOn(link.connection());
    }

    /**
     * Sends a delivery up, and, if there is a target, to that as well. On the producer's loop.
     *
     * @param target who is to have it here; null for nobody
     */
    TransferResult forward(AddressEntry target, Delivery delivery) {
        if (target == null) {
            return entry.forward(delivery);
        }
        MulticastStrategy.copyToAll(target.takersAnd(link), delivery);
        delivery.content().routed();
        return TransferResult.ROUTED;
    }
}
