// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkSplice;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;

/** A protocol's end of a link that notes what it is told and keeps what it is given. */
public class FakePeer implements LinkPeer {

    public final LinkStats stats = new LinkStats();
    final List<Boolean> paths = Collections.synchronizedList(new ArrayList<>());
    public final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    final AtomicInteger late = new AtomicInteger();
    volatile long linkId;
    public volatile boolean attached;
    volatile int priority;
    public volatile String address;
    public volatile String owningAddress;
    public volatile LinkSplice splice;
    public volatile LinkError error;
    public volatile boolean detached;
    /** The link has ended on this side: takes nothing any more. */
    volatile boolean ended;
    /** A router before has granted it. */
    volatile boolean granted;

    @Override
    public boolean isGranted() {
        return granted;
    }

    @Override
    public void onAttached(LinkGrant grant) {
        linkId = grant.linkId();
        priority = grant.priority();
        address = grant.address();
        owningAddress = grant.owningAddress();
        splice = grant.splice();
        attached = true;
    }

    @Override
    public void onDetach(LinkError newError) {
        error = newError;
        detached = true;
    }

    @Override
    public void onPath(boolean available) {
        paths.add(available);
    }

    @Override
    public synchronized boolean onDelivery(Delivery delivery) {
        if (ended) {
            late.incrementAndGet();
            return false;
        }
        deliveries.add(delivery);
        return true;
    }

    @Override
    public LinkStats stats() {
        return stats;
    }

    /** Takes nothing from now on. */
    synchronized void end() {
        ended = true;
    }

    /** Returns the last thing said about the path; false before anything was said. */
    public boolean path() {
        return !paths.isEmpty() && paths.get(paths.size() - 1);
    }

    /** Settles the oldest delivery as the protocol would after the consumer's disposition. */
    public Delivery settleOne(Outcome outcome) {
        Delivery delivery = deliveries.poll();
        if (delivery != null) {
            stats.deliveries++;
            stats.forwarded++;
            stats.outstanding.decrementAndGet();
            stats.finished(delivery);
            delivery.settle(outcome);
        }
        return delivery;
    }
}
