// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
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

    private final BaseLink link;
    private volatile RouterLink routerLink;

    LinkPort(BaseLink link) {
        this.link = link;
    }

    RouterLink routerLink() {
        return routerLink;
    }

    void routerLink(RouterLink attached) {
        routerLink = attached;
    }

    void detached(LinkError error) {
        if (routerLink != null) {
            routerLink.detached(error);
        }
    }

    @Override
    public void onAttached(LinkGrant grant) {
        link.inbox().post(() -> link.attached(this, grant.address()));
    }

    @Override
    public void onDetach(LinkError error) {
        link.inbox().post(() -> link.detachedByRouter(this, error));
    }

    @Override
    public void onPath(boolean available) {
        link.inbox().post(() -> link.path(this, available));
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        return link instanceof OutgoingLink outgoing && outgoing.offer(delivery);
    }

    @Override
    public LinkStats stats() {
        return link.stats();
    }
}
