// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.HashSet;
import java.util.Set;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryFanOut;
import io.sluice.routing.api.MessageSections;

/**
 * One delivery on its way through an exchange, and through further ones if a next hop is the address of an exchange:
 * each takes part once, so that exchanges bound to each other in a ring do no harm. Producer's loop only.
 */
final class Spread {

    private final Delivery delivery;
    private final DeliveryFanOut fan;
    private Set<Exchange> seen;
    private final Exchange first;
    private String subject;
    private boolean subjectRead;

    Spread(Delivery delivery, Exchange first) {
        this.delivery = delivery;
        this.first = first;
        this.fan = new DeliveryFanOut(delivery);
    }

    /** Returns the message's subject, or null. */
    String subject() {
        if (!subjectRead) {
            subjectRead = true;
            subject = MessageSections.of(delivery).subject();
        }
        return subject;
    }

    /** Gives a copy to the consumers of an exchange's own address: as it came, or as the next hop that led there. */
    boolean direct(AddressEntry entry, NextHop via) {
        return give(entry, via == null
                ? fan.copy(delivery.presettled(), delivery.to(), delivery.annotations()) : copy(via));
    }

    /** Gives a copy to a next hop; whoever gets it is not asked for an outcome. */
    boolean to(NextHop hop) {
        Exchange further = hop.entry().exchange();
        if (further != null) {
            return firstVisit(further) && further.spread(hop.entry(), this, hop);
        }
        return give(hop.entry(), copy(hop));
    }

    private Delivery copy(NextHop hop) {
        return fan.copy(
                true, hop.address(), delivery.annotations().withoutPath().withTo(hop.address(), hop.phase()));
    }

    private boolean firstVisit(Exchange exchange) {
        if (seen == null) {
            seen = new HashSet<>();
            seen.add(first);
        }
        return seen.add(exchange);
    }

    private boolean give(AddressEntry entry, Delivery copy) {
        if (entry.deliver(copy)) {
            fan.taken();
            return true;
        }
        fan.refused(copy);
        return false;
    }

    /** Everybody has been asked; false if nobody has the delivery. */
    boolean end() {
        return fan.end();
    }
}
