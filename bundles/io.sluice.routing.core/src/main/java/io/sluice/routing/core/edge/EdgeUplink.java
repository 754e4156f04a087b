// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.List;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.core.AttachRules;
import io.sluice.routing.core.CoreConnection;
import io.sluice.routing.core.EdgeOutlet;
import io.sluice.routing.core.IncomingLink;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.LinkOwner;
import io.sluice.routing.core.OutgoingLink;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.address.Treatment;

/** What an edge router has on its active connection, from activation to loss. Control thread only. */
final class EdgeUplink {

    private final EdgeRouter router;
    private final EdgeLinks links;
    private final EdgeProxies proxies;
    private final EdgeTracking tracking;
    private final EdgeRouteProxies routes;
    private final EdgeLookup lookup;
    private boolean lost;

    EdgeUplink(EdgeRouter router, CoreConnection connection, List<Link> announced) {
        this.router = router;
        this.links = new EdgeLinks(connection, announced);
        this.proxies = new EdgeProxies(links, router.times());
        this.tracking = new EdgeTracking(links, proxies, router.times());
        this.routes = new EdgeRouteProxies(links, router.times());
        this.lookup = new EdgeLookup(links, router.times());
    }

    CoreConnection connection() {
        return links.connection();
    }

    EdgeProxies proxies() {
        return proxies;
    }

    EdgeLookup lookup() {
        return lookup;
    }

    EdgeRouteProxies routes() {
        return routes;
    }

    /** Begins all links, in the order that interior routers know. */
    void begin() {
        new Fixed("uplink", links.endpoint(false, null, null)).begin();
        new Fixed("downlink", links.endpoint(true, router.core().info().id(), AttachRules.EDGE_DOWNLINK)).begin();
        tracking.begin();
        proxies.adopt();
        router.locals().forEach(proxies::consider);
        routes.begin();
        lookup.begin();
        router.heartbeat().begin(links);
    }

    /** The connection is gone, and all links with it. */
    void lost() {
        lost = true;
        router.outlet(null);
        proxies.lost();
        tracking.lost();
        routes.lost();
        lookup.lost();
        router.heartbeat().lost();
    }

    /** One of the two links that are there as long as the connection is. */
    private final class Fixed implements LinkOwner {
        private final String purpose;
        private final LinkDescriptor descriptor;
        private Link link;

        Fixed(String purpose, LinkDescriptor descriptor) {
            this.purpose = purpose;
            this.descriptor = descriptor;
        }

        void begin() {
            if (!lost) {
                link = links.begin(purpose, descriptor, this);
                if (link.answer() != null) {
                    answered(link, link.answer());
                }
            }
        }

        @Override
        public AttachRules.Decision decide() {
            return new AttachRules.Decision(null, descriptor.address(), descriptor.incoming() ? null
                    : new Resolved(AddressKeys.UPLINK, Treatment.CLOSEST, -1));
        }

        @Override
        public void answered(Link from, LinkDescriptor answer) {
            if (from == link && from.state() == Link.State.PENDING) {
                router.core().establish(from);
            }
        }

        @Override
        public void granted(Link from) {
            if (from instanceof IncomingLink incoming) {
                incoming.path(true);
            } else if (from instanceof OutgoingLink outgoing) {
                router.outlet(new EdgeOutlet(outgoing.entry(), outgoing));
            }
        }

        @Override
        public void ended(Link from, LinkError error) {
            if (from == link && !lost) {
                link = null;
                links.forget(purpose);
                if (!descriptor.incoming()) {
                    router.outlet(null);
                }
                router.core().control().later(router.times().retryNanos(), this::begin);
            }
        }

        @Override
        public String routingAddress() {
            return null;
        }

        @Override
        public boolean isFallback() {
            return false;
        }
    }
}
