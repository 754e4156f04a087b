// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.routing.api.LinkStats;

/**
 * The live links and the router's sums over them. A link's figures are read from the link while it lives and taken
 * over once when it ends, so that the data path shares no counter. The lock keeps a reader from missing a link in
 * between or counting it twice; only the control thread and management take it.
 */
final class LinkTotals {

    private final Set<Link> live = ConcurrentHashMap.newKeySet();
    private final Sum retired = new Sum();

    void add(Link link) {
        live.add(link);
    }

    synchronized void retire(Link link) {
        if (live.remove(link)) {
            retired.add(link);
        }
    }

    Collection<Link> live() {
        return Collections.unmodifiableSet(live);
    }

    synchronized Sum sum() {
        Sum sum = new Sum();
        sum.add(retired);
        for (Link link : live) {
            sum.add(link);
            sum.addGauges(link);
        }
        return sum;
    }

    /** Figures of a set of links. */
    static final class Sum {
        long presettled;
        long droppedPresettled;
        long accepted;
        long rejected;
        long released;
        long modified;
        long delayed1Sec;
        long delayed10Sec;
        long deliveriesStuck;
        long linksBlocked;
        long ingress;
        long egress;
        long transit;
        long ingressRouteContainer;
        long egressRouteContainer;

        /** Adds a link: outcomes are counted where they come in, or a delivery would count on both of its links. */
        void add(Link link) {
            LinkStats stats = link.stats();
            boolean routeContainer = link.connection().isRouteContainer() && link.partner() == null;
            boolean endpoint = link.kind() == LinkKind.ENDPOINT;
            droppedPresettled += stats.droppedPresettled;
            if (link.descriptor().incoming()) {
                presettled += stats.presettled;
                accepted += stats.accepted;
                rejected += stats.rejected;
                released += stats.released;
                modified += stats.modified;
                delayed1Sec += stats.delayed1Sec;
                delayed10Sec += stats.delayed10Sec;
                ingress += link.ofFallback() || !endpoint ? 0 : stats.deliveries;
                ingressRouteContainer += routeContainer ? stats.deliveries - stats.unrouted : 0;
            } else {
                egress += link.ofFallback() || !endpoint ? 0 : stats.forwarded;
                transit += link.kind() == LinkKind.DATA ? stats.forwarded : 0;
                egressRouteContainer += routeContainer ? stats.forwarded : 0;
            }
        }

        void add(Sum other) {
            presettled += other.presettled;
            droppedPresettled += other.droppedPresettled;
            accepted += other.accepted;
            rejected += other.rejected;
            released += other.released;
            modified += other.modified;
            delayed1Sec += other.delayed1Sec;
            delayed10Sec += other.delayed10Sec;
            ingress += other.ingress;
            egress += other.egress;
            transit += other.transit;
            ingressRouteContainer += other.ingressRouteContainer;
            egressRouteContainer += other.egressRouteContainer;
        }

        private void addGauges(Link link) {
            deliveriesStuck += link.stats().stuck;
            linksBlocked += link.watch().isBlocked() ? 1 : 0;
        }
    }
}
