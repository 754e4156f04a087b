// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.function.Consumer;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkStats;

/** The deliveries that wait at one sending link, in order, linked through themselves. Owner loop only. */
final class DeliveryQueue {

    private final LinkStats stats;
    private Delivery head;
    private Delivery tail;
    private int size;

    /**
     * Makes an empty queue.
     *
     * @param stats is told what comes in, and how much there is
     */
    DeliveryQueue(LinkStats stats) {
        this.stats = stats;
    }

    boolean isEmpty() {
        return head == null;
    }

    int size() {
        return size;
    }

    void add(Delivery delivery) {
        if (tail == null) {
            head = delivery;
        } else {
            tail.nextForward = delivery;
        }
        tail = delivery;
        stats.forwarded++;
        stats.undelivered = ++size;
    }

    /** Takes the first one; there must be one. */
    Delivery poll() {
        Delivery delivery = head;
        head = delivery.nextForward;
        delivery.nextForward = null;
        if (head == null) {
            tail = null;
        }
        stats.undelivered = --size;
        return delivery;
    }

    void forEach(Consumer<Delivery> action) {
        for (Delivery d = head; d != null; d = d.nextForward) {
            action.accept(d);
        }
    }

    /** Takes out the settled deliveries, except the first of them. */
    void dropPresettled(Consumer<Delivery> dropped) {
        boolean kept = false;
        Delivery previous = null;
        for (Delivery d = head; d != null;) {
            Delivery next = d.nextForward;
            if (!d.presettled() || !kept) {
                kept |= d.presettled();
                previous = d;
            } else {
                previous.nextForward = next;
                d.nextForward = null;
                size--;
                dropped.accept(d);
            }
            d = next;
        }
        tail = previous;
        stats.undelivered = size;
    }

    /** Returns how many have been here for too long. */
    long stuck(long nowNanos) {
        long stuck = 0;
        for (Delivery d = head; d != null; d = d.nextForward) {
            stuck += Delays.stuck(d, nowNanos) ? 1 : 0;
        }
        return stuck;
    }
}
