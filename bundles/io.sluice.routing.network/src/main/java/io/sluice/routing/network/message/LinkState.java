// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The neighbours of one router and what it costs to go to each. Immutable. Arrays, because a router keeps one of these
 * for every other router.
 */
public final class LinkState {

    private final String id;
    private final long seq;
    private final String[] peers;
    private final int[] costs;

    /** Makes one from parallel arrays, which belong to it from now on. */
    public LinkState(String id, long seq, String[] peers, int[] costs) {
        if (peers.length != costs.length) {
            throw new IllegalArgumentException("peers and costs differ in length");
        }
        this.id = id;
        this.seq = seq;
        this.peers = peers;
        this.costs = costs;
    }

    /** Makes one from a map of costs by router id. */
    public static LinkState of(String id, long seq, Map<String, Integer> costs) {
        String[] names = costs.keySet().toArray(String[]::new);
        int[] values = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            values[i] = costs.get(names[i]);
        }
        return new LinkState(id, seq, names, values);
    }

    /** Returns the same links with another sequence number. */
    public LinkState withSeq(long newSeq) {
        return new LinkState(id, newSeq, peers, costs);
    }

    /** Returns the router whose state this is. */
    public String id() {
        return id;
    }

    /** Returns the sequence number. */
    public long seq() {
        return seq;
    }

    /** Returns how many neighbours there are. */
    public int size() {
        return peers.length;
    }

    /** Returns the id of a neighbour. */
    public String peer(int i) {
        return peers[i];
    }

    /** Returns the ids of the neighbours. */
    public List<String> peers() {
        return List.of(peers);
    }

    /** Returns the cost to a neighbour. */
    public int cost(int i) {
        return costs[i];
    }

    /** Returns the costs in the order of the neighbours; not to be changed. */
    public int[] costs() {
        return costs;
    }

    /** Returns costs by router id. */
    public Map<String, Integer> asMap() {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < peers.length; i++) {
            map.put(peers[i], costs[i]);
        }
        return map;
    }

    /** Returns true if the other one names the same neighbours at the same costs, in whatever order. */
    public boolean sameLinks(LinkState other) {
        if (Arrays.equals(peers, other.peers) && Arrays.equals(costs, other.costs)) {
            return true;
        }
        return peers.length == other.peers.length && asMap().equals(other.asMap());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkState that && id.equals(that.id) && seq == that.seq && sameLinks(that);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Long.hashCode(seq);
    }

    @Override
    public String toString() {
        return id + "#" + seq + asMap();
    }
}
