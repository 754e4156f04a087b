// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The copies of one multicast delivery, settled or not. The parent gets its outcome when all copies have a terminal
 * one, and is settled when all are settled: rejected (without its error) before accepted before modified (without its
 * fields) before released. It lives in this package so that copies in flight survive a replacement of the core.
 */
public final class DeliveryGroup implements DeliveryOrigin {

    private final Delivery parent;
    private final AtomicReferenceArray<Outcome> outcomes;
    private final AtomicInteger unfinished;
    private final AtomicInteger unsettled;
    private final Delivery[] copies;

    /**
     * Makes the copies.
     *
     * @param parent the delivery as it arrived
     * @param size how many copies, at least 1
     */
    public DeliveryGroup(Delivery parent, int size) {
        this.parent = parent;
        this.outcomes = new AtomicReferenceArray<>(size);
        this.unfinished = new AtomicInteger(size);
        this.unsettled = new AtomicInteger(size);
        this.copies = new Delivery[size];
        for (int i = 0; i < size; i++) {
            copies[i] = parent.copy(this);
            copies[i].ingress = i;
        }
        parent.group(this);
    }

    /** The sender wants no outcome any more. */
    void senderSettles() {
        for (Delivery copy : copies) {
            copy.senderSettles();
        }
    }

    /** Returns a copy; its {@link Delivery#ingress} belongs to the group. */
    public Delivery copy(int index) {
        return copies[index];
    }

    /** Returns all copies. */
    public Delivery[] copies() {
        return copies.clone();
    }

    @Override
    public long connectionId() {
        return parent.origin().connectionId();
    }

    @Override
    public void onOutcome(Delivery copy) {
        Outcome outcome = copy.outcome();
        boolean settled = copy.settled();
        // A state that is not terminal is not passed on, unless the copy was settled with it; one that the router does
        // not know counts as a rejection. While this copy is not counted as settled, no other thread can settle the
        // parent: an update always comes before the settlement.
        boolean counts = settled || outcome.kind() != Outcome.Kind.RECEIVED;
        if (counts && outcomes.compareAndSet((int) copy.ingress, null, outcome)
                && unfinished.decrementAndGet() == 0 && !(settled && unsettled.get() == 1)) {
            parent.update(aggregate());
        }
        if (settled && unsettled.decrementAndGet() == 0) {
            parent.settle(aggregate());
        }
    }

    @Override
    public void onContentDrained(MessageContent content) {
        parent.origin().onContentDrained(content);
    }

    private Outcome aggregate() {
        Outcome best = Outcome.NONE;
        for (int i = 0; i < outcomes.length(); i++) {
            Outcome outcome = outcomes.get(i);
            if (rank(outcome.kind()) > rank(best.kind())) {
                best = outcome;
            }
        }
        return switch (rank(best.kind())) {
            case 4 -> Outcome.REJECTED;
            case 2 -> Outcome.MODIFIED_FAILED;
            case 1 -> Outcome.RELEASED;
            case 0 -> Outcome.NONE;
            default -> best;
        };
    }

    private static int rank(Outcome.Kind kind) {
        return switch (kind) {
            case REJECTED, OTHER -> 4;
            case ACCEPTED -> 3;
            case MODIFIED -> 2;
            case RELEASED -> 1;
            default -> 0;
        };
    }
}
