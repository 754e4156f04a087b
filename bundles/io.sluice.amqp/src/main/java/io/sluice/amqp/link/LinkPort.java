// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.RouterLink;

/**
 * One attachment of a link to one generation of the router. Calls may come on any thread and are carried to the owner
 * loop; those of a former generation find that the link has another port by then.
 */
final class LinkPort implements LinkPeer {

    private final LoopInbox inbox;
    private final LinkStats stats;
    /** Null until the loop has made the link that a router begins. */
    private volatile BaseLink link;
    private volatile RouterLink routerLink;

    /** Makes the port of a link that is there. */
    LinkPort(BaseLink link) {
        this.inbox = link.inbox();
        this.stats = link.stats();
        this.link = link;
    }

    /** Makes the port of a link that a router begins; it gets its link on the loop. */
    LinkPort(LoopInbox inbox, RouterLink routerLink) {
        this.inbox = inbox;
        this.stats = new LinkStats();
        this.routerLink = routerLink;
    }

    RouterLink routerLink() {
        return routerLink;
    }

    void routerLink(RouterLink attached) {
        routerLink = attached;
    }

    void link(BaseLink begun) {
        link = begun;
    }

    void peerAttached(LinkDescriptor answer) {
        if (routerLink != null) {
            routerLink.peerAttached(answer);
        }
    }

    void detached(LinkError error) {
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
        return link instanceof OutgoingLink outgoing && outgoing.offer(delivery);
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
