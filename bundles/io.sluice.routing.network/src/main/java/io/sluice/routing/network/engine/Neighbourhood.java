// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.ControlMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * HELLO: who is at the other end of the connections. A router is a neighbour while it says, often enough, that it hears
 * this one. Of several connections to one neighbour the cheapest that works is used, and no switch is made between
 * equals.
 */
final class Neighbourhood {

    private static final Logger LOG = LoggerFactory.getLogger("ROUTER_HELLO");
    private static final Logger LINK_LOG = LoggerFactory.getLogger("ROUTER_LS");
    private static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");

    /** A connection to another router. */
    private static final class Link {
        final long connection;
        int cost;
        RemoteRouter router;
        long heardAt;

        Link(long connection, int cost) {
            this.connection = connection;
            this.cost = cost;
        }
    }

    private final EngineSettings settings;
    private final RouterTable table;
    private final Topology topology;
    private final NetworkListener listener;
    private final Outbox outbox;
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private final Map<String, Long> heard = new LinkedHashMap<>();
    private final List<RemoteRouter> neighbours = new ArrayList<>();
    private long lastHello = Long.MIN_VALUE / 2;
    private boolean duplicateSeen;

    Neighbourhood(
            EngineSettings settings, RouterTable table, Topology topology, NetworkListener listener, Outbox outbox) {
        this.settings = settings;
        this.table = table;
        this.topology = topology;
        this.listener = listener;
        this.outbox = outbox;
    }

    /** Returns the connections, with or without a neighbour at the other end. */
    Set<Long> connections() {
        return links.keySet();
    }

    /** Returns the neighbours; not to be changed. */
    List<RemoteRouter> neighbours() {
        return neighbours;
    }

    void linkUp(long connection, int newCost) {
        int cost = Math.max(1, newCost);
        Link link = links.computeIfAbsent(connection, number -> new Link(number, cost));
        if (link.cost != cost) {
            link.cost = cost;
            if (link.router != null) {
                useCheapest(link.router);
            }
        }
    }

    private void useCheapest(RemoteRouter router) {
        Link cheapest = links.get(router.connection);
        for (Link candidate : links.values()) {
            if (candidate.router == router && candidate.cost < cheapest.cost) {
                cheapest = candidate;
            }
        }
        if (cheapest.connection == router.connection) {
            topology.linkTo(router, cheapest.cost);
        } else {
            bind(cheapest, router);
        }
    }

    int cost(RemoteRouter router) {
        return links.get(router.connection).cost;
    }

    /** Goes on with a neighbour that an earlier engine had by a connection. */
    void restore(RemoteRouter router, long connection, int cost, long now) {
        Link link = new Link(connection, cost);
        link.router = router;
        link.heardAt = now;
        links.put(connection, link);
        heard.put(router.id, now);
        neighbours.add(router);
        router.connection = connection;
        router.nodeId = "0/" + router.id;
    }

    void linkDown(long connection, long now) {
        Link link = links.remove(connection);
        if (link != null && link.router != null) {
            unbind(link, now);
        }
    }

    void tick(long now) {
        heard.values().removeIf(at -> now - at > settings.helloMaxAgeMillis());
        if (EngineSettings.isDue(lastHello, settings.helloIntervalMillis(), now)) {
            lastHello = now;
            outbox.toNeighbours(new ControlMessage.Hello(
                settings.id(), ControlMessage.VERSION, settings.instance(), List.copyOf(heard.keySet())));
        }
    }

    /** Gives up neighbours that were not heard for too long. */
    void expire(long now) {
        for (Link link : links.values()) {
            if (link.router != null && now - link.heardAt > settings.helloMaxAgeMillis()) {
                unbind(link, now);
            }
        }
    }

    void onHello(long connection, ControlMessage.Hello hello, long now) {
        if (hello.id().equals(settings.id())) {
            if (hello.instance() != settings.instance() && !duplicateSeen) {
                duplicateSeen = true;
                LOG.error(CRITICAL, "Detected Neighbor Router with a Duplicate ID - {}", hello.id());
            }
            return;
        }
        Link link = links.get(connection);
        if (link == null || !heard.containsKey(hello.id()) && heard.size() >= settings.maxRouters()) {
            return;
        }
        heard.put(hello.id(), now);
        if (!hello.seen().contains(settings.id())) {
            return;
        }
        RemoteRouter router = table.learn(hello.id(), now);
        if (router == null) {
            return;
        }
        router.version = hello.version();
        topology.checkInstance(router, hello.instance(), now);
        if (link.router != null && link.router != router) {
            unbind(link, now);
        }
        link.router = router;
        link.heardAt = now;
        if (router.connection != connection && isBetter(link, router, now)) {
            bind(link, router);
        }
    }

    private boolean isBetter(Link link, RemoteRouter router, long now) {
        Link current = router.isNeighbour() ? links.get(router.connection) : null;
        return current == null || link.cost < current.cost
            || now - current.heardAt > settings.helloMaxAgeMillis();
    }

    private void bind(Link link, RemoteRouter router) {
        if (!router.isNeighbour()) {
            neighbours.add(router);
        }
        router.connection = link.connection;
        router.nodeId = "0/" + router.id;
        router.greet = true;
        topology.linkTo(router, link.cost);
        listener.neighbourLink(router.number, link.connection);
    }

    private void unbind(Link link, long now) {
        RemoteRouter router = link.router;
        link.router = null;
        if (router.connection != link.connection) {
            return;
        }
        LINK_LOG.info("Link to Neighbor Router Lost - link_tag={}", link.connection);
        Link other = null;
        for (Link candidate : links.values()) {
            if (candidate.router == router && now - candidate.heardAt <= settings.helloMaxAgeMillis()
                    && (other == null || candidate.cost < other.cost)) {
                other = candidate;
            }
        }
        if (other != null) {
            bind(other, router);
            return;
        }
        router.connection = RemoteRouter.NO_CONNECTION;
        neighbours.remove(router);
        listener.neighbourLost(router.number);
        topology.noLinkTo(router, now);
    }
}
