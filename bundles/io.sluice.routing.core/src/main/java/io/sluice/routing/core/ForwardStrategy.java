// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;

/** A way to choose the consumers of a delivery. Runs on the producers' loops, several at once, without locks. */
interface ForwardStrategy {

    /**
     * Hands the delivery, or copies of it, over.
     *
     * @param entry the address
     * @param consumers its consumers now, at least one; not to be changed
     * @param delivery what to hand over
     * @return false if no consumer took it: nobody has seen it then
     */
    boolean forward(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery);
}
