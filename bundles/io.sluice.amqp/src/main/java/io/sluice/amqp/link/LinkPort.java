// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import java.util.ArrayList;
import java.util.List;

/**
 * One attachment of a link to one generation of the router. Calls may come on any thread and are carried to the owner
 * loop; those of a former generation find that the link has another port by then.
 */
final class LinkPort implements LinkPeer {

    private final LoopInbox inbox;
    private final LinkStats stats;
    private final boolean granted;
    /** Null until the loop has made the link that a router begins. */
    private volatile BaseLink link;
    private volatile RouterLink routerLink;
    /** What the router has handed to a link that the loop has not made yet; guarded by this object, as is its end. */
    private List<Delivery> early = new ArrayList<>();

    /** Makes the port of a link that is there. */
    LinkPort(BaseLink link) {
        this.inbox = link.inbox();
        this.stats = link.stats();
        this.granted = link.isOpen() && link.descriptor().splice() == null;
        this.link = link;
    }

    /** Makes the port of a link that a router begins; it gets its link on the loop. */
    LinkPort(LoopInbox inbox, RouterLink routerLink) {
        this.inbox = inbox;
        this.stats = new LinkStats();
        this.granted = false;
        this.routerLink = routerLink;
    }

    RouterLink routerLink() {
        return routerLink;
    }

    void routerLink(RouterLink attached) {
        routerLink = attached;
    }

    /** The loop has made the link. */
    synchronized void link(BaseLink begun) {
        for (Delivery delivery : takeEarly()) {
            if (!(begun instanceof OutgoingLink outgoing && outgoing.offer(delivery))) {
                release(delivery);
            }
        }
        // Last, so that nothing overtakes what was there before.
        link = begun;
    }

    private synchronized List<Delivery> takeEarly() {
        List<Delivery> taken = early == null ? List.of() : early;
        early = null;
        return taken;
    }

    /** Nobody will get it: it leaves this link as if it had never come. */
    private void release(Delivery delivery) {
        delivery.stopReading();
        stats.outstanding.decrementAndGet();
        delivery.settle(Outcome.RELEASED);
    }

    void peerAttached(LinkDescriptor answer) {
        if (routerLink != null) {
            routerLink.peerAttached(answer);
        }
    }

    void detached(LinkError error) {
        takeEarly().forEach(this::release);
        if (routerLink != null) {
            routerLink.detached(error);
        }
    }

    @Override
    public void onAttached(LinkGrant grant) {
        inbox.post(() -> {
            if (link != null) {
                link.attached(this, grant);
            }
        });
    }

    @Override
    public void onDetach(LinkError error) {
        inbox.post(() -> {
            if (link != null) {
                link.detachedByRouter(this, error);
            }
        });
    }

    @Override
    public void onPath(boolean available) {
        inbox.post(() -> {
            if (link != null) {
                link.path(this, available);
            }
        });
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        BaseLink known = link;
        if (known == null) {
            synchronized (this) {
                known = link;
                if (known == null && early != null) {
                    return early.add(delivery);
                }
            }
        }
        return known instanceof OutgoingLink outgoing && outgoing.offer(delivery);
    }

    @Override
    public boolean isGranted() {
        return granted;
    }

    @Override
    public String termini() {
        BaseLink known = link;
        return known == null ? null : known.termini();
    }

    @Override
    public LinkStats stats() {
        return stats;
    }
}
