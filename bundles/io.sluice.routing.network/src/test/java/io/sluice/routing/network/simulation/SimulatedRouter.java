// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import io.sluice.routing.network.engine.EngineSettings;
import io.sluice.routing.network.engine.NetworkListener;
import io.sluice.routing.network.engine.RouterEngine;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.paths.Paths;
import io.sluice.routing.network.wire.ControlCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A router whose clock, connections and listener are simulated; what it is told it keeps as the core would. */
final class SimulatedRouter implements NetworkListener {

    private static final long TICK_MILLIS = 1_000;

    final String id;
    private final SimulatedNetwork network;
    private final Map<Long, SimulatedLink> connections = new HashMap<>();
    private final Map<String, Integer> localAddresses = new TreeMap<>();
    private double clockRate = 1;
    private long instance;
    private RouterEngine engine;
    private int life;
    private long nextWake = Long.MAX_VALUE;

    // What the listener was told.
    private Map<Integer, String> nodes = new HashMap<>();
    private Map<Integer, Set<String>> addresses = new HashMap<>();
    private Map<Integer, Long> neighbours = new HashMap<>();
    private Paths paths = Paths.alone();
    private long pathsChangedAt;

    private long messages;
    private long bytes;

    SimulatedRouter(SimulatedNetwork network, String id) {
        this.network = network;
        this.id = id;
    }

    // ---- life

    boolean isAlive() {
        return engine != null;
    }

    void clockRate(double rate) {
        clockRate = rate;
    }

    void start(long newInstance) {
        instance = newInstance;
        life++;
        nodes = new HashMap<>();
        addresses = new HashMap<>();
        neighbours = new HashMap<>();
        paths = Paths.alone();
        engine = new RouterEngine(EngineSettings.of(id, instance).withMaxRouters(network.maxRouters()), this);
        localAddresses.forEach(engine::addAddress);
        int thisLife = life;
        network.at(network.now() + network.random().nextInt((int) TICK_MILLIS), () -> tick(thisLife));
    }

    long instance() {
        return instance;
    }

    /** The process is gone. Whether anybody notices is the links' matter. */
    void die() {
        engine = null;
        connections.clear();
    }

    private void tick(int ofLife) {
        if (ofLife != life || engine == null) {
            return;
        }
        engine.tick(clock());
        scheduleWake();
        network.at(network.now() + Math.round(TICK_MILLIS / clockRate), () -> tick(ofLife));
    }

    private long clock() {
        return Math.round(network.now() * clockRate) + id.hashCode() % 1_000_000;
    }

    private void scheduleWake() {
        long wakeAt = engine.wakeAt();
        if (wakeAt >= nextWake || wakeAt == Long.MAX_VALUE) {
            return;
        }
        nextWake = wakeAt;
        int thisLife = life;
        network.at(network.now() + Math.max(1, Math.round((wakeAt - clock()) / clockRate)), () -> {
            nextWake = Long.MAX_VALUE;
            if (thisLife == life && engine != null) {
                engine.wake(clock());
                scheduleWake();
            }
        });
    }

    // ---- addresses

    void addAddress(String key, int hint) {
        localAddresses.put(key, hint);
        if (engine != null) {
            engine.addAddress(key, hint);
        }
    }

    void removeAddress(String key) {
        localAddresses.remove(key);
        if (engine != null) {
            engine.removeAddress(key);
        }
    }

    Set<String> localAddresses() {
        return localAddresses.keySet();
    }

    // ---- connections

    void connected(long connection, SimulatedLink link) {
        connections.put(connection, link);
        engine.linkUp(connection, link.cost);
    }

    void disconnected(long connection) {
        if (connections.remove(connection) != null && engine != null) {
            engine.linkDown(connection, clock());
            scheduleWake();
        }
    }

    void received(long connection, Envelope envelope) {
        messages++;
        bytes += network.size(envelope);
        engine.receive(connection, envelope, clock());
        scheduleWake();
    }

    @Override
    public void send(long connection, Envelope envelope) {
        SimulatedLink link = network.link(connection);
        if (!network.encodes()) {
            link.send(this, envelope);
            return;
        }
        try {
            link.send(this, ControlCodec.decode(ControlCodec.encode(envelope)));
        } catch (MalformedControlException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- what the core would know

    @Override
    public void nodeAdded(int node, String nodeId) {
        check(nodes.put(node, nodeId) == null, "number given out twice");
    }

    @Override
    public void nodeRemoved(int node, String nodeId) {
        check(nodeId.equals(nodes.remove(node)), "removed what was not there");
        check(addresses.getOrDefault(node, Set.of()).isEmpty(), "removed with addresses");
        check(!neighbours.containsKey(node), "removed while a neighbour");
        addresses.remove(node);
    }

    @Override
    public void neighbourLink(int node, long connection) {
        check(nodes.containsKey(node), "unknown neighbour");
        check(connections.containsKey(connection), "neighbour by a connection that is gone");
        neighbours.put(node, connection);
    }

    @Override
    public void neighbourLost(int node) {
        check(neighbours.remove(node) != null, "lost what was no neighbour");
    }

    @Override
    public void pathsChanged(Paths newPaths) {
        paths = newPaths;
        pathsChangedAt = network.now();
    }

    @Override
    public void addressAdded(int node, String key, int hint) {
        check(nodes.containsKey(node), "address of an unknown router");
        if (network.mirrors()) {
            check(addresses.computeIfAbsent(node, n -> new TreeSet<>()).add(key), "added twice");
        }
    }

    @Override
    public void addressRemoved(int node, String key) {
        if (network.mirrors()) {
            check(addresses.get(node).remove(key), "removed what was not there");
        }
    }

    private static void check(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalStateException(problem);
        }
    }

    RouterEngine engine() {
        return engine;
    }

    Paths paths() {
        return paths;
    }

    long pathsChangedAt() {
        return pathsChangedAt;
    }

    /** Returns the number of another router, -1 if it is not known. */
    int number(String other) {
        return engine.number(other);
    }

    String nameOf(int number) {
        return nodes.get(number);
    }

    /** Returns the ids of the routers that are known. */
    List<String> knownRouters() {
        return new ArrayList<>(nodes.values());
    }

    Set<String> addressesOf(String other) {
        return network.mirrors() ? addresses.getOrDefault(number(other), Set.of()) : engine.addressesOf(other);
    }

    /** Returns the router that a message for another one would be sent to now, or null. */
    SimulatedRouter hopTo(String target) {
        int number = number(target);
        int hop = number < 0 ? Paths.NONE : paths.nextHop(number);
        Long connection = hop == Paths.NONE ? null : neighbours.get(hop);
        return connection == null ? null : connections.get(connection).other(this);
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
