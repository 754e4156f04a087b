// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.paths;

/**
 * What a router knows of the network at one moment: who names whom as a neighbour, at what cost. Immutable. Routers are
 * numbers, as the node table gave them; a number that nobody has stands for itself and has no links.
 */
public final class Graph {

    private static final int[] NONE = {};

    private final int[] rank;
    private final int[][] peers;
    private final int[][] costs;
    private final int[] back;

    /**
     * Makes a graph. The arrays belong to it from now on.
     *
     * @param rank position of each router in the order of the ids; a router of lower rank wins a tie
     * @param peers for each router the numbers of its neighbours; a negative number is a router that is not known
     * @param costs for each router the costs to go to these
     * @param back for each router whose links are not known the first router that names it, else -1
     */
    public Graph(int[] rank, int[][] peers, int[][] costs, int[] back) {
        this.rank = rank;
        this.peers = peers;
        this.costs = costs;
        this.back = back;
    }

    /** Returns how many numbers there are. */
    public int size() {
        return rank.length;
    }

    int rank(int node) {
        return rank[node];
    }

    int[] peers(int node) {
        return peers[node] == null ? NONE : peers[node];
    }

    /** Returns the router that one of unknown links is taken to have its only link to, or -1. */
    int back(int node) {
        return back[node];
    }

    int[] costs(int node) {
        return costs[node] == null ? NONE : costs[node];
    }
}
