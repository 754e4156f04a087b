// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.List;

import io.sluice.routing.core.CoreConnection;
import io.sluice.routing.core.EdgeSide;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.LinkControl;
import io.sluice.routing.core.RouterCore;
import io.sluice.routing.core.address.AddressText;

/** This router as the interior router of edges: the services that they use. Control thread only. */
final class EdgeHost implements EdgeSide {

    private final RouterCore core;
    private final EdgeTrackingServer tracking;
    private final EdgeLookupServer lookup;
    private final EdgeHeartbeatServer heartbeat;

    EdgeHost(RouterCore core, EdgeTimes times) {
        this.core = core;
        this.tracking = new EdgeTrackingServer(core);
        this.lookup = new EdgeLookupServer(core);
        this.heartbeat = new EdgeHeartbeatServer(core, times);
    }

    /** Begins to watch addresses. Before the router starts. */
    void watch() {
        core.membership().watch(tracking::published);
    }

    @Override
    public void opened(CoreConnection connection, List<Link> announced) {
        // An edge begins by its own links, which come as any others.
    }

    @Override
    public void closed(CoreConnection connection) {
        tracking.closed(connection);
    }

    @Override
    public boolean attach(Link link, LinkControl links) {
        String address = link.descriptor().address();
        if (address == null || address.indexOf("_$qd.") < 0 || link.descriptor().splice() != null) {
            return false;
        }
        boolean incoming = link.descriptor().incoming();
        boolean fromEdge = link.connection().isEdge();
        switch (AddressText.normalise(address)) {
            case EdgeTracking.ADDRESS -> take(link, links, !incoming && fromEdge ? tracking.accept(link) : null);
            case EdgeLookup.ADDRESS -> take(link, links, incoming && fromEdge ? lookup.accept() : null);
            case EdgeHeartbeat.ADDRESS -> take(link, links, incoming ? heartbeat.accept(link) : null);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Grants a link to a service, or, with none, refuses it without a word. */
    private static void take(Link link, LinkControl links, InProcessLink service) {
        if (service == null) {
            link.refuse(null);
            return;
        }
        service.take(link);
        links.attachHere(link);
    }
}
