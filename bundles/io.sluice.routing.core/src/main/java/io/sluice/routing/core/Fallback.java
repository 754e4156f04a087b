// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.atomic.LongAdder;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.TransferResult;

/** Where deliveries of one address go that none of its own consumers has: to the consumers of another entry. */
public final class Fallback {

    /** What a consumer of the fallback, and a producer that brings messages back from there, asks for. */
    public static final String CAPABILITY = "qd.fallback";

    private final AddressEntry primary;
    private final AddressEntry entry;
    private final LongAdder total;

    /** Joins the two. Control thread. */
    Fallback(AddressEntry primary, AddressEntry entry, LongAdder total) {
        this.primary = primary;
        this.entry = entry;
        this.total = total;
        entry.primaries().add(primary);
    }

    /** Returns true if a client's link is for the fallback; in an array the capability does not count. */
    static boolean isAskedFor(LinkDescriptor link) {
        return link.bareCapability() && link.capabilities().contains(CAPABILITY);
    }

    public AddressEntry entry() {
        return entry;
    }

    /** Hands a delivery over that nobody else has. On the producer's loop. */
    TransferResult redirect(Delivery delivery) {
        RouterAnnotations before = delivery.annotations();
        delivery.annotations(before.withTo(primary.key().substring(2), RouterAnnotations.FALLBACK_PHASE));
        TransferResult result = entry.forward(delivery);
        if (result == TransferResult.ROUTED) {
            primary.counters().countRedirected();
            total.increment();
        } else {
            delivery.annotations(before);
        }
        return result;
    }

    // ---- control thread

    boolean isAvailable() {
        return entry.isAvailable();
    }

    /** The address is no longer in use. */
    void leave() {
        entry.primaries().remove(primary);
    }
}
