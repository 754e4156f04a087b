// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;

/** The core's handle of one connection. */
public final class CoreConnection implements RouterConnection {

    private static final String ROUTE_CONTAINER = "route-container";
    private static final String INTER_ROUTER = "inter-router";

    private final RouterCore core;
    private final ConnectionDescriptor descriptor;
    private final ConnectionPeer peer;
    private final boolean routeContainer;
    private final Trunk trunk;
    private final boolean edge;
    private final EdgeStreaming edgeStreaming;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, LinkRouteRule> linkRoutes = new ConcurrentSkipListMap<>();
    private volatile boolean replayed;
    private volatile boolean ending;
    // control thread only
    private final Set<Link> links = new LinkedHashSet<>();
    /** What an earlier router began here and nobody has taken yet. */
    private final List<Link> announced = new ArrayList<>();
    private boolean open;
    private boolean finished;

    CoreConnection(RouterCore core, ConnectionDescriptor descriptor, ConnectionPeer peer) {
        this.core = core;
        this.descriptor = descriptor;
        this.peer = peer;
        this.routeContainer = ROUTE_CONTAINER.equals(descriptor.role());
        this.trunk = INTER_ROUTER.equals(descriptor.role()) && core.isInterior() ? new Trunk(this) : null;
        this.edge = EdgeSide.ROLE.equals(descriptor.role());
        this.edgeStreaming = edge && descriptor.streamingLinks() ? new EdgeStreaming(this) : null;
    }

    @Override
    public RouterLink attach(LinkDescriptor link, LinkPeer peer) {
        return core.attach(this, link, peer);
    }

    @Override
    public void replayed() {
        replayed = true;
        core.connectionReplayed(this);
    }

    @Override
    public void ending() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    @Override
    public void closed() {
        ending = true;
        if (closed.compareAndSet(false, true)) {
            core.connectionEnded(this);
        }
    }

    /** Returns true if all links that the connection had before are announced. */
    boolean isReplayed() {
        return replayed;
    }

    boolean isClosed() {
        return closed.get();
    }

    public RouterCore core() {
        return core;
    }

    public ConnectionDescriptor descriptor() {
        return descriptor;
    }

    public ConnectionPeer peer() {
        return peer;
    }

    boolean isRouteContainer() {
        return routeContainer;
    }

    /** Returns what makes this a connection to another router, null if it is none. */
    Trunk trunk() {
        return trunk;
    }

    /** Returns true if one end is an edge router and the other one its interior router. */
    public boolean isEdge() {
        return edge;
    }

    /** Returns where messages go that are still arriving; null if by the link of their address. */
    EdgeStreaming edgeStreaming() {
        return edgeStreaming;
    }

    /** Returns true if the peer is a router, whose messages say by annotations where they go. */
    boolean isBetweenRouters() {
        return edge || INTER_ROUTER.equals(descriptor.role());
    }

    // ---- control thread

    /** Returns the link routes that the peer has made, by identity. Changed by the control thread, read by any. */
    Map<String, LinkRouteRule> linkRoutes() {
        return linkRoutes;
    }

    public Set<Link> links() {
        return links;
    }

    List<Link> announced() {
        return announced;
    }

    /** The connection has announced the links that it had before. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open && !finished;
    }

    public boolean isFinished() {
        return finished;
    }

    /** Half a minute has passed. */
    void scrub() {
        if (edgeStreaming != null) {
            edgeStreaming.scrub();
        }
    }

    void finish() {
        finished = true;
        links.clear();
        announced.clear();
    }
}
