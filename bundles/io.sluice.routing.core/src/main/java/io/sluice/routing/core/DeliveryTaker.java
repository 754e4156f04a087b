// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;

/** Something that a delivery can be handed to. */
interface DeliveryTaker {

    /** Hands a delivery over; false if it is not taken: it still belongs to the caller then. On any loop. */
    boolean offer(Delivery delivery);

    /** Returns false once nothing will be taken any more. Any thread. */
    boolean isLive();
}
