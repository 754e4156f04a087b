// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.paths;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where to send what is bound for another router. Immutable to its users, who may be on any thread; a change of the
 * network makes a new one.
 *
 * <p>Valid origins are found out when first asked for: they need one tree for each origin, and a router of a large
 * network hears from few origins at a time.
 */
public final class Paths {

    /** Number of this router. */
    public static final int SELF = 0;

    /** Answer for what cannot be reached. */
    public static final int NONE = -1;

    private final Graph graph;
    private final int[] nextHop;
    private final long[] cost;
    private final int radius;
    private final int reachable;
    private final AtomicReferenceArray<BitSet> throughSelf;

    private Paths(Graph graph) {
        this.graph = graph;
        int size = graph.size();
        nextHop = new int[size];
        cost = new long[size];
        throughSelf = new AtomicReferenceArray<>(size);
        Arrays.fill(nextHop, NONE);
        ShortestPathTree tree = ShortestPathTree.from(graph, SELF);
        int[] hops = new int[size];
        int longest = 0;
        for (int i = 1; i < tree.reached(); i++) {
            int node = tree.inOrder(i);
            int parent = tree.parent(node);
            nextHop[node] = parent == SELF ? node : nextHop[parent];
            cost[node] = tree.cost(node);
            hops[node] = hops[parent] + 1;
            longest = Math.max(longest, hops[node]);
        }
        radius = longest;
        reachable = tree.reached() - 1;
    }

    /** Computes the paths from router 0. */
    public static Paths of(Graph graph) {
        return new Paths(graph);
    }

    /** Returns the paths of a router that knows no other. */
    public static Paths alone() {
        return new Paths(new Graph(new int[1], new int[1][], new int[1][], new int[] {NONE}));
    }

    /** Returns the neighbour to send to, itself for a neighbour, or {@link #NONE}. */
    public int nextHop(int node) {
        return node > 0 && node < nextHop.length ? nextHop[node] : NONE;
    }

    /** Returns the cost of the way to a router, or {@link #NONE}. */
    public long cost(int node) {
        return node == SELF ? 0 : nextHop(node) == NONE ? NONE : cost[node];
    }

    /** Returns the number of hops to the farthest router. */
    public int radius() {
        return radius;
    }

    /** Returns how many other routers can be reached. */
    public int reachable() {
        return reachable;
    }

    /** Returns one more than the highest router number these paths were computed with. */
    public int size() {
        return nextHop.length;
    }

    /**
     * Returns true if what entered the network at {@code origin} and is bound for {@code node} comes through this
     * router on its best way. What enters here does so for every other router that can be reached.
     */
    public boolean isValidOrigin(int node, int origin) {
        if (nextHop(node) == NONE) {
            return false;
        }
        return origin == SELF || origin > 0 && origin < graph.size() && through(origin).get(node);
    }

    /**
     * Returns the routers to which what enters the network at an origin comes through this one on its best way; not to
     * be changed. Computes them when asked for the first time.
     *
     * @param origin another router
     */
    public BitSet through(int origin) {
        BitSet known = throughSelf.get(origin);
        if (known == null) {
            known = compute(origin);
            // Two threads may both compute it; they find the same.
            throughSelf.set(origin, known);
        }
        return known;
    }

    private BitSet compute(int origin) {
        BitSet set = new BitSet(graph.size());
        ShortestPathTree tree = ShortestPathTree.from(graph, origin);
        for (int i = 1; i < tree.reached(); i++) {
            int node = tree.inOrder(i);
            int parent = tree.parent(node);
            if (parent == SELF || set.get(parent)) {
                set.set(node);
            }
        }
        return set;
    }
}
