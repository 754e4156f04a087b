// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.paths.Paths;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Puts messages of the router protocol on their way: those made here and those that pass through.
 *
 * <p>A message to all goes to each neighbour that it has not passed, whatever the paths are: they may be wrong, and
 * this is how they become right. Nor does the radius limit it: while a router starts its radius is small, and would
 * keep it from hearing of the rest.
 */
final class Forwarder implements Outbox {

    private static final int MANY_NEIGHBOURS = 8;

    private final EngineSettings settings;
    private final RouterTable table;
    private final NetworkListener listener;
    private final String nodeId;
    private final RecentFloods floods = new RecentFloods();
    private Neighbourhood neighbourhood;
    private Topology topology;

    Forwarder(EngineSettings settings, RouterTable table, NetworkListener listener) {
        this.settings = settings;
        this.table = table;
        this.listener = listener;
        this.nodeId = settings.nodeId();
    }

    void connect(Neighbourhood newNeighbourhood, Topology newTopology) {
        neighbourhood = newNeighbourhood;
        topology = newTopology;
    }

    // ---- messages of this router

    @Override
    public void toNeighbours(ControlMessage message) {
        if (neighbourhood.connections().isEmpty()) {
            return;
        }
        Envelope envelope = Envelope.of(ControlAddress.HELLO, nodeId, message);
        for (long connection : neighbourhood.connections()) {
            listener.send(connection, envelope);
        }
    }

    @Override
    public void toAll(String address, ControlMessage message) {
        flood(Envelope.of(address, nodeId, message));
    }

    @Override
    public void toRouter(RemoteRouter router, String address, ControlMessage message) {
        RemoteRouter hop = hopTo(router);
        if (hop != null) {
            listener.send(hop.connection, Envelope.of(address, nodeId, message));
        }
    }

    @Override
    public boolean reaches(RemoteRouter router) {
        return hopTo(router) != null;
    }

    private RemoteRouter hopTo(RemoteRouter router) {
        int number = topology.paths().nextHop(router.number);
        if (number != Paths.NONE) {
            RemoteRouter hop = table.get(number);
            if (hop != null && hop.isNeighbour()) {
                return hop;
            }
        }
        // A neighbour of which the paths do not know yet.
        return router.isNeighbour() ? router : null;
    }

    // ---- messages that come

    /**
     * Passes a message on, if it is bound for others too.
     *
     * @return true if it is bound for this router
     */
    boolean pass(Envelope envelope, ControlAddress address, long now) {
        return switch (address.scope()) {
            case NEIGHBOURS -> true;
            case ROUTER -> {
                if (address.router().equals(settings.id())) {
                    yield true;
                }
                forward(envelope, table.get(address.router()));
                yield false;
            }
            case ALL -> passToAll(envelope, address, now);
        };
    }

    private boolean passToAll(Envelope envelope, ControlAddress address, long now) {
        String ingress = envelope.ingress();
        if (ingress != null
                && !floods.isNews(ingress, envelope.payload().fingerprint(), envelope.trace().size(), now)) {
            return false;
        }
        if (envelope.trace().contains(nodeId)) {
            return false;
        }
        if (!address.mobile() || isKnown(ingress)) {
            flood(envelope.via(nodeId));
        }
        return true;
    }

    private void forward(Envelope envelope, RemoteRouter target) {
        RemoteRouter hop = target == null ? null : hopTo(target);
        if (hop != null && !envelope.trace().contains(hop.nodeId) && !envelope.trace().contains(nodeId)) {
            listener.send(hop.connection, envelope.via(nodeId));
        }
    }

    private boolean isKnown(String ingress) {
        return ingress != null && ingress.startsWith("0/") && table.get(ingress.substring(2)) != null;
    }

    /** Sends to the neighbours that are not in the trace. */
    private void flood(Envelope envelope) {
        List<RemoteRouter> neighbours = neighbourhood.neighbours();
        boolean many = neighbours.size() > MANY_NEIGHBOURS;
        Collection<String> passed = many ? new HashSet<>(envelope.trace()) : envelope.trace();
        for (int i = 0; i < neighbours.size(); i++) {
            RemoteRouter neighbour = neighbours.get(i);
            if (!passed.contains(neighbour.nodeId)) {
                listener.send(neighbour.connection, envelope);
            }
        }
    }
}
