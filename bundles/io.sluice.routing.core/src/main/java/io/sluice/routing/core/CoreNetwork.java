// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.api.network.NetworkMember;
import io.sluice.routing.api.network.NetworkTables;
import io.sluice.routing.api.network.RouterNetwork;

/**
 * This router's part in the network: its trunks, who speaks the router protocol, and what is told to whom. Control
 * thread only, except where said.
 */
final class CoreNetwork implements RouterNetwork {

    /** No router is so far away: as long as no paths are known, no message has come too far. */
    static final int UNKNOWN_RADIUS = Integer.MAX_VALUE - 1;

    private static final int SCRUB_TICKS = 30;

    private final RouterCore core;
    private final RemoteTable routers;
    private final Membership membership;
    private final LocalAddresses local = new LocalAddresses();
    private final AtomicReference<NetworkSession> session = new AtomicReference<>();
    private final Map<String, Object> memory = new ConcurrentHashMap<>();
    /** By connection number; read by any thread. */
    private final Map<Long, Trunk> trunks = new ConcurrentHashMap<>();
    private final Set<Trunk> neighbours = new LinkedHashSet<>();
    private int ticks;

    CoreNetwork(RouterCore core, String routerId, AddressTable table, Membership membership, LinkRoutes linkRoutes) {
        this.core = core;
        this.membership = membership;
        this.routers = new RemoteTable(new RouterDirectory(routerId), table, membership, linkRoutes, trunks);
    }

    // ---- any thread

    /** Returns the other routers. */
    RouterDirectory directory() {
        return routers.directory();
    }

    /** Returns the number of hops to the farthest router. */
    int radius() {
        return core.isInterior() ? routers.radius() : 0;
    }

    @Override
    public NetworkTables join(NetworkMember member) {
        NetworkSession joined = new NetworkSession(this, member);
        if (!session.compareAndSet(null, joined)) {
            throw new IllegalStateException("There is a member of the network that has not left");
        }
        core.control().order(() -> {
            for (Trunk trunk : neighbours) {
                joined.neighbourUp(trunk);
            }
            local.tellAll(joined);
            joined.replayed();
        });
        return joined;
    }

    void leave(NetworkSession left) {
        session.compareAndSet(left, null);
    }

    Map<String, Object> memory() {
        return memory;
    }

    /** Returns true if there is a connection of this number to another router. */
    boolean reaches(long connection) {
        return trunks.containsKey(connection);
    }

    boolean send(long connection, Delivery delivery) {
        Trunk trunk = trunks.get(connection);
        return trunk != null && !core.isGone() && trunk.send(delivery);
    }

    /** Takes what the router at the other end of a connection says. On the link's loop. */
    TransferResult receive(Trunk trunk, Delivery delivery) {
        NetworkSession now = session.get();
        if (now != null && delivery.content().isComplete()) {
            now.onMessage(trunk.connection().descriptor().id(), delivery);
        }
        // The protocol repeats what is lost. It also has no use for outcomes.
        delivery.settle(Outcome.ACCEPTED);
        return TransferResult.ROUTED;
    }

    /** Orders a change of the tables, and what is to be done when the data path sees it. */
    void change(Consumer<RemoteTable> order, Runnable whenVisible) {
        core.control().order(() -> {
            membership.whenVisible(whenVisible);
            order.accept(routers);
        });
    }

    // ---- trunks

    /** Returns the lowest number that no trunk has. */
    int slot(Trunk trunk) {
        if (trunk.slot() != Trunk.NO_SLOT) {
            return trunk.slot();
        }
        int free = 0;
        while (isTaken(free)) {
            free++;
        }
        trunks.put(trunk.connection().descriptor().id(), trunk);
        routers.reroute();
        return free;
    }

    private boolean isTaken(int slot) {
        return trunks.values().stream().anyMatch(trunk -> trunk.slot() == slot);
    }

    /** Both control links are there. */
    void up(Trunk trunk) {
        neighbours.add(trunk);
        routers.reroute();
        NetworkSession now = session.get();
        if (now != null) {
            now.neighbourUp(trunk);
        }
    }

    void down(Trunk trunk) {
        neighbours.remove(trunk);
        NetworkSession now = session.get();
        if (now != null) {
            now.neighbourDown(trunk);
        }
    }

    void closed(Trunk trunk) {
        trunks.remove(trunk.connection().descriptor().id(), trunk);
        routers.reroute();
    }

    // ---- addresses

    /** An address is used here, or not, in a way that other routers are to know of. */
    void local(String key, int treatment, boolean used) {
        if (used ? local.add(key, treatment) : local.remove(key)) {
            NetworkSession now = session.get();
            if (now != null && used) {
                now.addressAdded(key, treatment);
            } else if (now != null) {
                now.addressRemoved(key);
            }
        }
    }

    /** All orders of a batch have run: what they mean for the ways to other routers is made visible. */
    void publish() {
        routers.publish();
    }

    /** A second has passed. */
    void tick() {
        ticks++;
        if (ticks % SCRUB_TICKS == 0) {
            trunks.values().forEach(Trunk::scrub);
            core.connections().forEach(CoreConnection::scrub);
        }
    }
}
