// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import org.apache.qpid.proton.engine.Sender;

/**
 * What becomes of settled deliveries while their consumer gives no credit. A consumer that merely tops up late slows
 * the producer, like any other; one that gives no credit for a while must not stop a producer that wants no outcome:
 * its credit is given back, and what is too much is dropped. Owner loop only.
 */
final class Starvation {

    /** A consumer that gives no credit for so long makes settled deliveries expendable. */
    private static final int STARVED_MILLIS = 200;

    private final OutgoingLink link;
    private final Sender sender;
    private final DeliveryQueue queue;
    /** There was no credit for {@link #STARVED_MILLIS} or longer. */
    private boolean starved;
    private boolean watching;
    private boolean creditSeen;

    Starvation(OutgoingLink link, Sender sender, DeliveryQueue queue) {
        this.link = link;
        this.sender = sender;
        this.queue = queue;
    }

    /** A settled delivery has come, is not in the queue yet, and there is no credit. */
    void withoutCredit(Delivery delivery) {
        if (starved) {
            if (queue.size() >= link.descriptor().capacity()) {
                queue.dropPresettled(link::drop);
            }
            giveCreditBack(delivery);
        } else if (!watching) {
            watch();
        }
    }

    /** The consumer has said something of credit. */
    void onFlow() {
        if (sender.getCredit() > 0) {
            creditSeen = true;
            starved = false;
        }
    }

    private void watch() {
        watching = true;
        link.inbox().loop().schedule(this::check, STARVED_MILLIS);
    }

    private void check() {
        watching = false;
        if (link.isClosed() || queue.isEmpty()) {
            return;
        }
        if (sender.getCredit() <= 0 && !creditSeen) {
            starved = true;
            queue.forEach(Starvation::giveCreditBack);
        } else {
            creditSeen = false;
            watch();
        }
    }

    private static void giveCreditBack(Delivery delivery) {
        // A message that still arrives has to be read to its end first: its producer waits.
        if (delivery.presettled() && delivery.content().isComplete()) {
            delivery.settle(Outcome.ACCEPTED);
        }
    }
}
