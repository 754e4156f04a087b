// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.paths;

import java.util.Arrays;

/**
 * The least-cost paths from one router to all others. Among routers of equal cost the one with the lower id is taken
 * first, and a path gives way only to a cheaper one; so all routers that know the same links find the same tree for
 * the same root.
 */
final class ShortestPathTree {

    private static final int UNREACHED = -1;
    private static final int SETTLED = -2;

    private final Graph graph;
    private final int[] parent;
    private final long[] cost;
    private final int[] order;
    private int settled;

    // A binary heap with the position of each router in it.
    private int[] heap;
    private int[] place;
    private int heapSize;

    private ShortestPathTree(Graph graph) {
        this.graph = graph;
        int size = graph.size();
        parent = new int[size];
        cost = new long[size];
        order = new int[size];
        heap = new int[size];
        place = new int[size];
        Arrays.fill(parent, -1);
        Arrays.fill(place, UNREACHED);
    }

    static ShortestPathTree from(Graph graph, int root) {
        ShortestPathTree tree = new ShortestPathTree(graph);
        tree.push(root);
        if (graph.back(root) >= 0) {
            tree.settle(tree.pop());
            // Only as a root: as a part of other paths it could make two routers send to each other for good.
            tree.reach(graph.back(root), root, 1);
        }
        while (tree.heapSize > 0) {
            tree.settle(tree.pop());
        }
        tree.heap = null;
        tree.place = null;
        return tree;
    }

    /** Returns the number of routers that can be reached, the root among them. */
    int reached() {
        return settled;
    }

    /** Returns the routers in the order of their distance, the root first. */
    int inOrder(int i) {
        return order[i];
    }

    /** Returns the router before this one on the way from the root; -1 for the root and what cannot be reached. */
    int parent(int node) {
        return parent[node];
    }

    long cost(int node) {
        return cost[node];
    }

    private void settle(int node) {
        order[settled++] = node;
        int[] peers = graph.peers(node);
        int[] costs = graph.costs(node);
        for (int i = 0; i < peers.length; i++) {
            if (peers[i] >= 0) {
                reach(peers[i], node, cost[node] + costs[i]);
            }
        }
    }

    private void reach(int peer, int from, long candidate) {
        if (place[peer] == UNREACHED) {
            cost[peer] = candidate;
            parent[peer] = from;
            push(peer);
        } else if (place[peer] != SETTLED && candidate < cost[peer]) {
            cost[peer] = candidate;
            parent[peer] = from;
            up(place[peer]);
        }
    }

    private boolean before(int a, int b) {
        return cost[a] != cost[b] ? cost[a] < cost[b] : graph.rank(a) < graph.rank(b);
    }

    private void push(int node) {
        heap[heapSize] = node;
        place[node] = heapSize;
        up(heapSize++);
    }

    private int pop() {
        int first = heap[0];
        place[first] = SETTLED;
        int last = heap[--heapSize];
        if (heapSize > 0) {
            heap[0] = last;
            place[last] = 0;
            down();
        }
        return first;
    }

    private void up(int from) {
        int at = from;
        int node = heap[at];
        while (at > 0) {
            int above = (at - 1) >>> 1;
            if (!before(node, heap[above])) {
                break;
            }
            put(at, heap[above]);
            at = above;
        }
        put(at, node);
    }

    private void down() {
        int at = 0;
        int node = heap[0];
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], node)) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, node);
    }

    private void put(int at, int node) {
        heap[at] = node;
        place[node] = at;
    }
}
