// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies of one delivery for different addresses, whatever becomes of which. The parent is accepted as soon as one copy
 * has been taken, and settled when all that were taken are finished, so that its producer is not faster than its
 * consumers. It lives in this package so that copies in flight survive a replacement of the core.
 *
 * <p>All methods but those of the origin are for the core, on the producer's loop, before
 * {@link MessageContent#routed}.
 */
public final class DeliveryFanOut implements DeliveryOrigin {

    private static final Delivery[] NONE = new Delivery[0];

    private final Delivery parent;
    /** Copies that are not finished; one more until all are made. */
    private final AtomicInteger open = new AtomicInteger(1);
    private Delivery[] readers = NONE;
    private int taken;

    /** Begins, without copies. */
    public DeliveryFanOut(Delivery parent) {
        this.parent = parent;
    }

    /**
     * Makes a copy. It has to be reported as taken or refused before the next one is made.
     *
     * @param settled no outcome of it is wanted
     * @param to the address that it is routed by
     * @param annotations what routers write into it
     */
    public Delivery copy(boolean settled, String to, RouterAnnotations annotations) {
        open.incrementAndGet();
        Delivery copy = parent.copy(this, settled, to);
        copy.annotations(annotations);
        return copy;
    }

    /** The copy has at least one consumer. */
    public void taken() {
        taken++;
        MessageContent content = parent.content();
        if (!content.isComplete()) {
            Delivery[] more = content.readers();
            Delivery[] all = new Delivery[readers.length + more.length];
            System.arraycopy(readers, 0, all, 0, readers.length);
            System.arraycopy(more, 0, all, readers.length, more.length);
            readers = all;
            content.readBy(readers);
        }
    }

    /** The copy has no consumer. */
    public void refused(Delivery copy) {
        copy.stopReading();
        open.decrementAndGet();
        if (!parent.content().isComplete()) {
            parent.content().readBy(readers);
        }
    }

    /**
     * All copies are made.
     *
     * @return false if none was taken: the parent is as it was
     */
    public boolean end() {
        if (taken == 0) {
            return false;
        }
        // Only the copies read; the parent would keep the whole content in memory until it is settled.
        parent.stopReading();
        parent.update(Outcome.ACCEPTED);
        finishedOne();
        return true;
    }

    private void finishedOne() {
        if (open.decrementAndGet() == 0) {
            parent.settle(Outcome.ACCEPTED);
        }
    }

    @Override
    public long connectionId() {
        return parent.origin().connectionId();
    }

    @Override
    public void onOutcome(Delivery copy) {
        if (copy.settled()) {
            finishedOne();
        }
    }

    @Override
    public void onContentDrained(MessageContent content) {
        parent.origin().onContentDrained(content);
    }
}
