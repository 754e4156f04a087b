// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api.network;

import java.util.BitSet;

/**
 * Where to send what is bound for another router: for each router, by number, the neighbour to send to and the cost of
 * the way. Immutable; the arrays and sets belong to this object from its construction.
 */
public final class NetworkPaths {

    /** Answer for what cannot be reached. */
    public static final int NONE = -1;

    /** The paths of a router that knows no other. */
    public static final NetworkPaths ALONE = new NetworkPaths(new int[] {NONE}, new int[1], 0, null);

    private final int[] nextHops;
    private final int[] costs;
    private final int radius;
    private final BitSet[] through;

    /**
     * Makes paths.
     *
     * @param nextHops by router, the neighbour to send to, itself for a neighbour, {@link #NONE} if there is no way
     * @param costs by router
     * @param radius number of hops to the farthest router
     * @param through by router, those to which what enters the network there comes through here on its best way; null
     *     as long as that is not known, for one router or for all
     */
    public NetworkPaths(int[] nextHops, int[] costs, int radius, BitSet[] through) {
        this.nextHops = nextHops;
        this.costs = costs;
        this.radius = radius;
        this.through = through;
    }

    /** Returns the neighbour to send to for a router, itself for a neighbour, or {@link #NONE}. */
    public int nextHop(int node) {
        return node > 0 && node < nextHops.length ? nextHops[node] : NONE;
    }

    /** Returns the cost of the way to a router; without meaning if there is none. */
    public int cost(int node) {
        return node < costs.length ? costs[node] : 0;
    }

    /** Returns the number of hops to the farthest router, 0 for a router that is alone. */
    public int radius() {
        return radius;
    }

    /**
     * Returns true if what entered the network at {@code origin} and is bound for {@code node} comes through this
     * router on its best way. True too as long as that is not known, and for what enters here.
     */
    public boolean isValidOrigin(int node, int origin) {
        if (origin == 0 || through == null || origin >= through.length) {
            return true;
        }
        return origin > 0 && (through[origin] == null || through[origin].get(node));
    }
}
