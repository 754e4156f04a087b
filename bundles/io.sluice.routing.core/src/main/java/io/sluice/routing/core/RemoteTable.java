// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.address.Treatment;

/**
 * The other routers, the ways to them and their addresses, as the network's member says. Its numbers are translated
 * here: routers are matched by id when the member is replaced. Control thread only, except where said.
 */
final class RemoteTable {

    private final RouterDirectory directory;
    private final AddressTable table;
    private final Membership membership;
    private final LinkRoutes linkRoutes;
    private final Map<Long, Trunk> trunks;
    private final Map<Integer, RemoteRouter> byNumber = new HashMap<>();
    private NetworkPaths paths = NetworkPaths.ALONE;
    private boolean rerouting;
    /** A new member has not said yet all that it knows: what an earlier one had said counts where it is silent. */
    private boolean replacing;
    private volatile int radius = CoreNetwork.UNKNOWN_RADIUS;

    RemoteTable(
            RouterDirectory directory,
            AddressTable table,
            Membership membership,
            LinkRoutes linkRoutes,
            Map<Long, Trunk> trunks) {
        this.directory = directory;
        this.table = table;
        this.membership = membership;
        this.linkRoutes = linkRoutes;
        this.trunks = trunks;
    }

    // ---- any thread

    RouterDirectory directory() {
        return directory;
    }

    int radius() {
        return radius;
    }

    // ---- routers and ways

    void nodeAdded(int node, String id) {
        RemoteRouter known = directory.find(id);
        RemoteRouter router = known == null ? directory.add(id) : known;
        byNumber.put(node, router);
        router.number(node);
        if (known == null) {
            String key = AddressKeys.ROUTER + id;
            join(router, key, membership.obtain(new Resolved(key, Treatment.CLOSEST, -1)));
        }
        reroute();
    }

    void nodeRemoved(int node) {
        RemoteRouter router = byNumber.remove(node);
        if (router != null) {
            forget(router);
        }
    }

    private void forget(RemoteRouter router) {
        for (String key : List.copyOf(router.addresses().keySet())) {
            remove(router, key);
        }
        router.route(null);
        router.number(RemoteRouter.NO_NUMBER);
        directory.remove(router);
        reroute();
    }

    void neighbour(int node, long connection) {
        RemoteRouter router = byNumber.get(node);
        if (router != null) {
            router.connection(connection);
            reroute();
        }
    }

    void paths(NetworkPaths now) {
        paths = now;
        radius = replacing ? Math.max(radius, now.radius()) : now.radius();
        reroute();
    }

    /** Something that ways depend on has changed. */
    void reroute() {
        rerouting = true;
    }

    /** Makes changed ways visible. */
    void publish() {
        if (!rerouting) {
            return;
        }
        rerouting = false;
        for (RemoteRouter router : directory.all()) {
            Route way = router.number() == RemoteRouter.NO_NUMBER ? null : route(router.number());
            if (way != null || !replacing) {
                router.route(way);
            } else if (router.route() != null && !router.route().hop().isLive()) {
                router.route(null);
            }
        }
    }

    private Route route(int node) {
        RemoteRouter hop = byNumber.get(paths.nextHop(node));
        Trunk trunk = hop == null ? null : trunks.get(hop.connection());
        return trunk == null ? null : new Route(trunk, paths.cost(node), node, paths);
    }

    // ---- addresses

    void addressAdded(int node, String key, int treatment) {
        RemoteRouter router = byNumber.get(node);
        if (router == null || key.isEmpty()) {
            return;
        }
        router.unconfirmed().remove(key);
        if (router.addresses().containsKey(key)) {
            return;
        }
        switch (key.charAt(0)) {
            case AddressKeys.MOBILE -> {
                if (key.length() > 2) {
                    mobileAdded(router, key, table.resolveRemote(key, treatment));
                }
            }
            case AddressKeys.EDGE -> join(router, key, membership.obtain(table.resolveRemote(key, treatment)));
            default -> {
                if (linkRoutes.addRemote(key, router)) {
                    router.addresses().put(key, null);
                }
            }
        }
    }

    /** What is not available here is not available from elsewhere either. */
    private void mobileAdded(RemoteRouter router, String key, Resolved resolved) {
        if (!resolved.treatment().equals(Treatment.UNAVAILABLE) || table.get(key) != null) {
            join(router, key, membership.obtain(resolved));
        }
    }

    private void join(RemoteRouter router, String key, AddressEntry entry) {
        entry.join(router);
        router.addresses().put(key, entry);
    }

    void addressRemoved(int node, String key) {
        RemoteRouter router = byNumber.get(node);
        if (router != null && router.addresses().containsKey(key)) {
            remove(router, key);
        }
    }

    private void remove(RemoteRouter router, String key) {
        AddressEntry entry = router.addresses().remove(key);
        router.unconfirmed().remove(key);
        if (entry == null) {
            linkRoutes.removeRemote(key, router);
        } else {
            entry.leave(router);
            membership.changed(entry);
        }
    }

    // ---- another member

    /** From now on numbers are another's; what was said stays until it has been said again, or not. */
    void replace() {
        replacing = true;
        paths = NetworkPaths.ALONE;
        byNumber.clear();
        for (RemoteRouter router : directory.all()) {
            Route route = router.route();
            router.route(route == null ? null : route.withoutOrigins());
            router.number(RemoteRouter.NO_NUMBER);
            router.connection(RemoteRouter.NO_CONNECTION);
            router.unconfirmed().clear();
            router.unconfirmed().addAll(router.addresses().keySet());
        }
    }

    void replaced() {
        replacing = false;
        radius = paths.radius();
        reroute();
        for (RemoteRouter router : List.copyOf(directory.all())) {
            if (router.number() == RemoteRouter.NO_NUMBER) {
                forget(router);
                continue;
            }
            router.unconfirmed().remove(AddressKeys.ROUTER + router.id());
            for (String key : List.copyOf(router.unconfirmed())) {
                remove(router, key);
            }
        }
    }
}
