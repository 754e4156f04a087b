// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router protocol of one router. It has no clock, no thread and no socket: the owner passes in connections,
 * messages and the time, in milliseconds of any clock that only goes forward, and a {@link NetworkListener} is told
 * what to send and what has changed. All calls come from one thread, or one after another.
 *
 * <p>{@link #tick} is to be called once a second, and {@link #wake} when {@link #wakeAt} has come.
 */
public final class RouterEngine {

    private static final Logger LOG = LoggerFactory.getLogger("ROUTER");

    private final EngineSettings settings;
    private final Complaints complaints = new Complaints();
    private final RouterTable table;
    private final Forwarder forwarder;
    private final MobileAddresses addresses;
    private final Topology topology;
    private final Neighbourhood neighbourhood;

    /** Makes the engine of a router that has no connections and no addresses yet. */
    public RouterEngine(EngineSettings settings, NetworkListener listener) {
        this.settings = settings;
        table = new RouterTable(settings, listener, complaints);
        forwarder = new Forwarder(settings, table, listener);
        addresses = new MobileAddresses(settings, table, listener, forwarder, complaints);
        topology = new Topology(settings, table, addresses, listener, forwarder);
        neighbourhood = new Neighbourhood(settings, table, topology, listener, forwarder);
        forwarder.connect(neighbourhood, topology);
    }

    /**
     * The control link of a connection to another router is there. Said twice it counts once, with the later cost.
     *
     * @param connection any number that no other present connection has, not negative
     * @param cost the greater of what both ends say
     */
    public void linkUp(long connection, int cost) {
        neighbourhood.linkUp(connection, cost);
    }

    /** A connection, or its control link, is gone. The others are told at once. */
    public void linkDown(long connection, long now) {
        neighbourhood.linkDown(connection, now);
        wake(now);
    }

    /** There are consumers for an address here. Told to the others with the next tick. */
    public void addAddress(String key, int hint) {
        addresses.addLocal(key, hint);
    }

    /** There are no consumers for an address here any more. Told to the others with the next tick. */
    public void removeAddress(String key) {
        addresses.removeLocal(key);
    }

    /** A message came by a control link. One that makes no sense is dropped, whatever is wrong with it. */
    public void receive(long connection, Envelope envelope, long now) {
        ControlAddress address = ControlAddress.parse(envelope.to());
        if (address == null || !forwarder.pass(envelope, address, now)) {
            return;
        }
        try {
            ControlMessage message = envelope.payload().message();
            boolean forNeighbours = address.scope() == ControlAddress.Scope.NEIGHBOURS;
            if (forNeighbours == message.opcode().equals("HELLO")) {
                process(connection, message, now);
            }
        } catch (MalformedControlException e) {
            malformed(connection, e, now);
        }
        if (topology.wakeAt() <= now) {
            topology.wake(now);
        }
    }

    /** A message came that cannot be read at all. */
    public void malformed(long connection, MalformedControlException problem, long now) {
        if (!problem.quiet() && complaints.isDue("malformed " + connection, now)) {
            LOG.error("Control message error: {}", problem.getMessage());
        }
    }

    private void process(long connection, ControlMessage message, long now) {
        if (message instanceof ControlMessage.Hello hello) {
            neighbourhood.onHello(connection, hello, now);
        } else if (message instanceof ControlMessage.Advertisement ra) {
            topology.onAdvertisement(ra, now);
        } else if (message instanceof ControlMessage.LinkUpdate lsu) {
            topology.onLinkUpdate(lsu, now);
        } else if (message instanceof ControlMessage.LinkRequest lsr) {
            topology.onLinkRequest(lsr, now);
        } else if (message instanceof ControlMessage.MobileUpdate mau) {
            addresses.onUpdate(mau, now);
        } else if (message instanceof ControlMessage.MobileRequest mar) {
            addresses.onRequest(mar, now);
        } else if (complaints.isDue("version " + message.id(), now)) {
            LOG.warn("Ignoring messages of router {}: protocol version {} is newer than {}",
                message.id(), message.version(), ControlMessage.VERSION);
        }
    }

    /** A second has passed. */
    public void tick(long now) {
        neighbourhood.tick(now);
        addresses.tick();
        topology.advertiseIfDue(now);
        neighbourhood.expire(now);
        topology.tick(now);
        addresses.request(now);
        topology.advertiseChange(now);
    }

    /** Returns when {@link #wake} is to be called; {@link Long#MAX_VALUE} if not before the next tick. */
    public long wakeAt() {
        return topology.wakeAt();
    }

    /** Does what does not wait for the tick. Harmless if it is too early. */
    public void wake(long now) {
        topology.wake(now);
    }

    /** Returns the latest paths. */
    public Paths paths() {
        return topology.paths();
    }

    /** Returns the time of the last change of the paths, by the clock of the calls; very negative before the first. */
    public long lastTopologyChange() {
        return topology.lastChange();
    }

    /** Returns the number of a router, 0 for this one, -1 for one that is not known. */
    public int number(String id) {
        return table.number(id);
    }

    /** Returns what addresses a router has, as far as is known; not to be kept. */
    public Set<String> addressesOf(String id) {
        RemoteRouter router = table.get(id);
        return router == null ? Set.of() : router.keys().keySet();
    }

    /** Returns the connections that were told; not to be kept. */
    public Set<Long> connections() {
        return neighbourhood.connections();
    }

    /** Returns the keys of this router's addresses. */
    public Set<String> localAddresses() {
        return addresses.local();
    }

    /** Returns everything that is known, for {@link #restore}. */
    public EngineSnapshot snapshot() {
        return Snapshots.take(table, topology, addresses, neighbourhood);
    }

    /**
     * Takes the place of an earlier engine of this router. To be called first, and only for a moment ago: its
     * neighbours must not have given it up.
     */
    public void restore(EngineSnapshot snapshot, long now) {
        Snapshots.restore(snapshot, table, topology, addresses, neighbourhood, now);
    }

    /** Tells somebody who has just come all that the listener was told. */
    public void tell(NetworkListener newcomer) {
        for (RemoteRouter router : table.inOrder()) {
            newcomer.nodeAdded(router.number, router.id);
            if (router.isNeighbour()) {
                newcomer.neighbourLink(router.number, router.connection);
            }
            router.keys().forEach((key, hint) -> newcomer.addressAdded(router.number, key, hint));
        }
        newcomer.pathsChanged(topology.paths());
    }

    /** Returns all routers as management shows them. */
    public NetworkView view() {
        List<RouterView> views = new ArrayList<>();
        LinkState own = topology.ownState();
        views.add(new RouterView(
            settings.id(), Paths.SELF, ControlMessage.VERSION, settings.instance(), own.peers(), RouterView.SELF, 0,
            RemoteRouter.NO_CONNECTION));
        for (RemoteRouter router : table.inOrder()) {
            Paths paths = topology.paths();
            RemoteRouter hop = table.get(Math.max(0, paths.nextHop(router.number)));
            views.add(new RouterView(
                router.id, router.number, router.version, router.instance, router.links.peers(),
                hop == null ? null : hop.id, paths.cost(router.number), router.connection));
        }
        return new NetworkView(views, topology.paths());
    }
}
