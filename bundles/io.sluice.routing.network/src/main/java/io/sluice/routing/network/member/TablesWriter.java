// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.network.NetworkTables;
import io.sluice.routing.network.engine.NetworkListener;
import io.sluice.routing.network.engine.RouterEngine;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Passes on to the core, if there is one, what the engine tells. Messages to other routers wait for the end of the
 * step in which they were made: the core then has what they are about, and sends them when it routes by it. Engine's
 * thread.
 */
final class TablesWriter implements NetworkListener {

    private record Outgoing(long connection, Envelope envelope) {}

    private final ControlDeliveries deliveries = new ControlDeliveries();
    private final PathPublisher paths = new PathPublisher(found -> tables().paths(found));
    private final List<Outgoing> outbox = new ArrayList<>();
    private final Map<Integer, Long> neighbours = new HashMap<>();
    private final LongSupplier wallMillis;
    private NetworkTables tables;
    private long now;
    private boolean holding;
    private boolean changed;
    private long lastTopologyChange;

    TablesWriter(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
    }

    private NetworkTables tables() {
        return tables;
    }

    /** Writes to this core from now on, to none if it is null. */
    void tables(NetworkTables newTables) {
        tables = newTables;
        if (newTables == null) {
            paths.cancel();
            outbox.clear();
        }
    }

    /** Keeps paths back: those that the core has are better than what is known now. */
    void holdPaths() {
        holding = true;
    }

    /** Keeps them back no more. */
    void releasePaths(Paths latest) {
        holding = false;
        tellPaths(latest);
    }

    /** Tells the core everything that is known. */
    void tellAll(RouterEngine engine) {
        long before = lastTopologyChange;
        engine.tell(this);
        lastTopologyChange = before;
    }

    /** Notes the time of what comes next. */
    void now(long newNow) {
        now = newNow;
        deliveries.forget();
    }

    PathPublisher paths() {
        return paths;
    }

    /** Returns when there were new paths last, in seconds of the wall clock; 0 if never. */
    long lastTopologyChange() {
        return lastTopologyChange;
    }

    /** Returns true if something has changed that management shows, once. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** A core that has just come may learn of a connection later than of the neighbour behind it. */
    void repeatNeighbour(long connection) {
        neighbours.forEach((node, known) -> {
            if (known == connection && tables != null) {
                tables.neighbour(node, connection);
            }
        });
    }

    @Override
    public void send(long connection, Envelope envelope) {
        if (tables != null) {
            outbox.add(new Outgoing(connection, envelope));
        }
    }

    /** A step of the engine is done: sends what came of it. */
    void flush() {
        outbox.forEach(message -> tables.send(message.connection, deliveries.delivery(message.envelope)));
        outbox.clear();
    }

    @Override
    public void nodeAdded(int node, String id) {
        changed = true;
        if (tables != null) {
            tables.nodeAdded(node, id);
        }
    }

    @Override
    public void nodeRemoved(int node, String id) {
        changed = true;
        if (tables != null) {
            tables.nodeRemoved(node);
        }
    }

    @Override
    public void neighbourLink(int node, long connection) {
        changed = true;
        neighbours.put(node, connection);
        if (tables != null) {
            tables.neighbour(node, connection);
        }
    }

    @Override
    public void neighbourLost(int node) {
        changed = true;
        neighbours.remove(node);
        if (tables != null) {
            tables.neighbourLost(node);
        }
    }

    @Override
    public void pathsChanged(Paths found) {
        changed = true;
        lastTopologyChange = wallMillis.getAsLong() / 1_000;
        tellPaths(found);
    }

    private void tellPaths(Paths found) {
        if (tables != null && !holding) {
            paths.publish(found, now);
        }
    }

    @Override
    public void addressAdded(int node, String key, int hint) {
        if (tables != null) {
            tables.addressAdded(node, key, hint);
        }
    }

    @Override
    public void addressRemoved(int node, String key) {
        if (tables != null) {
            tables.addressRemoved(node, key);
        }
    }
}
