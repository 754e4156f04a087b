// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.core.CoreConnection;
import io.sluice.routing.core.EdgeOutlet;
import io.sluice.routing.core.EdgeSide;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.LinkControl;
import io.sluice.routing.core.RouterCore;

/**
 * This router as an edge: of its connections to interior routers one is in use and the others stand by. Control thread
 * only, except {@link #outlet}.
 */
final class EdgeRouter implements EdgeSide {

    /** Remembered by a connection: whether a router has it in use. */
    private static final String MEMORY = "edge active";
    /** What is in use with an earlier router is announced before long. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final RouterCore core;
    private final EdgeLocals locals;
    private final EdgeTimes times;
    /** In the order in which they opened. */
    private final Set<CoreConnection> connections = new LinkedHashSet<>();
    private final EdgeHeartbeat heartbeat;
    private EdgeUplink active;
    private volatile EdgeOutlet outlet;

    EdgeRouter(RouterCore core, EdgeTimes times) {
        this.core = core;
        this.times = times;
        this.locals = new EdgeLocals(() -> active);
        this.heartbeat = new EdgeHeartbeat(core, times);
    }

    /** Begins to watch addresses and link routes. Before the router starts. */
    void watch() {
        core.membership().watch(locals::published);
        core.linkRoutes().watch(address -> {
            if (active != null) {
                active.routes().changed(address);
            }
        });
    }

    @Override
    public EdgeOutlet outlet() {
        return outlet;
    }

    /** The anonymous uplink is there, or, for null, gone. */
    void outlet(EdgeOutlet now) {
        outlet = now;
    }

    RouterCore core() {
        return core;
    }

    EdgeLocals locals() {
        return locals;
    }

    EdgeHeartbeat heartbeat() {
        return heartbeat;
    }

    EdgeTimes times() {
        return times;
    }

    // ---- connections

    @Override
    public void opened(CoreConnection connection, List<Link> announced) {
        if (!connection.isEdge()) {
            return;
        }
        connections.add(connection);
        Object before = connection.peer().memory().get(MEMORY);
        if (active != null) {
            standBy(connection);
        } else if (Boolean.FALSE.equals(before)) {
            // With an earlier router it stood by: the one in use may be still to come.
            standBy(connection);
            core.control().later(PATIENCE_NANOS, this::activateAny);
        } else {
            activate(connection, announced);
            if (before == null) {
                log.info("Edge connection (id={}) to interior established", connection.descriptor().id());
            }
        }
    }

    private void standBy(CoreConnection connection) {
        connection.peer().memory().put(MEMORY, false);
        connection.peer().active(false);
    }

    private void activateAny() {
        if (active == null && !connections.isEmpty()) {
            CoreConnection first = connections.iterator().next();
            activate(first, List.of());
            log.info("Edge connection (id={}) to interior established", first.descriptor().id());
        }
    }

    private void activate(CoreConnection connection, List<Link> announced) {
        connection.peer().memory().put(MEMORY, true);
        connection.peer().active(true);
        active = new EdgeUplink(this, connection, announced);
        active.begin();
    }

    @Override
    public void closed(CoreConnection connection) {
        if (!connections.remove(connection) || active == null || active.connection() != connection) {
            return;
        }
        EdgeUplink lost = active;
        active = null;
        lost.lost();
        if (connections.isEmpty()) {
            log.info("Edge connection (id={}) to interior lost, no alternate connection available",
                    connection.descriptor().id());
            return;
        }
        CoreConnection next = connections.iterator().next();
        log.info("Edge connection (id={}) to interior lost, activating alternate id={}",
                connection.descriptor().id(), next.descriptor().id());
        activate(next, List.of());
    }

    // ---- links of clients

    @Override
    public boolean attach(Link link, LinkControl links) {
        if (active == null || link.connection() == active.connection() || link.descriptor().splice() != null) {
            return false;
        }
        return active.lookup().suspend(link, links);
    }
}
