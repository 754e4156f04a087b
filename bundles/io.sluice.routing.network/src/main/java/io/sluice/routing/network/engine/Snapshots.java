// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes and restores what an engine knows. */
final class Snapshots {

    private Snapshots() {}

    static EngineSnapshot take(
            RouterTable table, Topology topology, MobileAddresses addresses, Neighbourhood neighbourhood) {
        List<EngineSnapshot.KnownRouter> routers = new ArrayList<>();
        for (RemoteRouter router : table.inOrder()) {
            routers.add(new EngineSnapshot.KnownRouter(
                router.id, router.version, router.instance, router.links, router.mobileGap ? 0 : router.mobileSeq,
                router.keys(), router.connection, router.isNeighbour() ? neighbourhood.cost(router) : 0));
        }
        return new EngineSnapshot(
            topology.ownState().seq(), addresses.ownSeq(), addresses.announced(), routers);
    }

    static void restore(
            EngineSnapshot snapshot, RouterTable table, Topology topology, MobileAddresses addresses,
            Neighbourhood neighbourhood, long now) {
        addresses.restore(snapshot.mobileSeq(), snapshot.announced());
        Map<String, Integer> ownLinks = new LinkedHashMap<>();
        for (EngineSnapshot.KnownRouter known : snapshot.routers()) {
            RemoteRouter router = table.learn(known.id(), now);
            if (router == null) {
                continue;
            }
            router.version = known.version();
            router.instance = known.instance();
            router.restore(known.links(), known.mobileSeq(), known.addresses(), now);
            if (known.connection() != RemoteRouter.NO_CONNECTION) {
                neighbourhood.restore(router, known.connection(), known.cost(), now);
                ownLinks.put(router.id, known.cost());
            }
        }
        topology.restore(snapshot.linkSeq(), ownLinks, now);
    }
}
