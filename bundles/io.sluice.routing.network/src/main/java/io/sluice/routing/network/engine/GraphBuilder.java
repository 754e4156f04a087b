// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.paths.Graph;
import java.util.Arrays;
import java.util.Map;

/** Makes a graph of the link states that are known. */
final class GraphBuilder {

    private GraphBuilder() {}

    static Graph build(RouterTable table, Map<String, Integer> ownLinks) {
        int size = table.size();
        int[][] peers = new int[size][];
        int[][] costs = new int[size][];
        peers[0] = new int[ownLinks.size()];
        costs[0] = new int[ownLinks.size()];
        int i = 0;
        for (Map.Entry<String, Integer> link : ownLinks.entrySet()) {
            peers[0][i] = table.number(link.getKey());
            costs[0][i++] = link.getValue();
        }
        for (RemoteRouter router : table.all()) {
            peers[router.number] = resolved(router, table);
            costs[router.number] = router.links.costs();
        }
        int[] ranks = table.ranks();
        return new Graph(ranks, peers, costs, linksBack(table, ranks, peers));
    }

    /** Peers that were not known when the link state came may be by now. */
    private static int[] resolved(RemoteRouter router, RouterTable table) {
        int[] peers = router.peers;
        LinkState links = router.links;
        int[] better = null;
        for (int i = 0; i < peers.length; i++) {
            if (peers[i] < 0 && table.number(links.peer(i)) >= 0) {
                better = better == null ? peers.clone() : better;
                better[i] = table.number(links.peer(i));
            }
        }
        if (better != null) {
            router.peers = better;
        }
        return router.peers;
    }

    /** A router whose links nobody has told is taken to have one, of cost 1, to the first router that names it. */
    private static int[] linksBack(RouterTable table, int[] ranks, int[][] peers) {
        int[] back = new int[peers.length];
        Arrays.fill(back, -1);
        for (int from = 0; from < peers.length; from++) {
            if (peers[from] == null) {
                continue;
            }
            for (int to : peers[from]) {
                if (to > 0 && table.get(to).linksUnknown() && (back[to] < 0 || ranks[from] < ranks[back[to]])) {
                    back[to] = from;
                }
            }
        }
        return back;
    }

    /** Returns, by number, which routers stand in the link state of another one. */
    static boolean[] named(RouterTable table) {
        boolean[] named = new boolean[table.size()];
        for (RemoteRouter router : table.all()) {
            for (int peer : router.peers) {
                if (peer > 0) {
                    named[peer] = true;
                }
            }
        }
        return named;
    }
}
