// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counters and gauges of one link. The protocol's loop that owns the link is their only writer, except
 * {@link #outstanding}, which the core raises when it forwards; every thread may read. Reads of the plain counters
 * may lag by some microseconds.
 *
 * <p>The fields are public because this is a record of numbers on the data path, not an abstraction.
 */
public final class LinkStats {

    private static final long[] NOTHING = {};

    /**
     * Undelivered plus unsettled deliveries of an outgoing link, the load by which {@code balanced} chooses. Raised
     * by the core before it hands a delivery over, lowered by the protocol when the delivery is finished. A settled
     * delivery is finished when it was sent.
     */
    public final AtomicInteger outstanding = new AtomicInteger();

    /** Deliveries taken from (incoming) or sent to (outgoing) the peer. */
    public long deliveries;
    /** Deliveries that the router gave to an outgoing link, sent by now or not. */
    public long forwarded;
    /** Deliveries from an incoming link that nobody could get. */
    public long unrouted;
    /** Settled deliveries among them, and those that were dropped before they were sent. */
    public long presettled;
    /** Settled deliveries dropped. */
    public long droppedPresettled;
    /** Outcomes accepted. */
    public long accepted;
    /** Outcomes rejected. */
    public long rejected;
    /** Outcomes released. */
    public long released;
    /** Outcomes modified. */
    public long modified;
    /** Finished deliveries that stayed over 1 s, up to 10 s. */
    public long delayed1Sec;
    /** Finished deliveries that stayed over 10 s. */
    public long delayed10Sec;
    /** Gauge: unfinished deliveries older than 10 s. */
    public long stuck;
    /** Gauge: queued and not yet sent (outgoing). */
    public int undelivered;
    /** Gauge: sent or taken, without outcome. */
    public int unsettled;
    /** Gauge: credit that the receiving side has granted and not used. */
    public int credit;
    /** When credit became 0, in {@link System#nanoTime} nanoseconds; 0 while there is credit. */
    public long zeroCreditSince;

    /**
     * Is told how long deliveries take; null, as long as nobody wants to know. The core sets it, and takes it away
     * again before it ends.
     */
    public volatile DeliveryTimes times;

    /** Finished deliveries of an outgoing link by the router where they entered the network, those of this one not. */
    public volatile long[] entered = NOTHING;

    /** Counts a finished delivery by where it entered the network. Owner loop only. */
    public void finished(Delivery delivery) {
        int router = delivery.entered();
        if (router > 0) {
            long[] counts = entered;
            if (router >= counts.length) {
                counts = Arrays.copyOf(counts, router + 1);
            }
            counts[router]++;
            entered = counts;
        }
    }

    /** Counts an outcome. Owner loop only. */
    public void count(Outcome outcome) {
        switch (outcome.kind()) {
            case ACCEPTED -> accepted++;
            case REJECTED, OTHER -> rejected++;
            case RELEASED -> released++;
            case MODIFIED -> modified++;
            default -> { }
        }
    }
}
