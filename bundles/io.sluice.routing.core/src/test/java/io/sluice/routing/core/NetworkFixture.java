// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.api.network.NetworkTables;

/** An interior router with a member that a test speaks for. */
final class NetworkFixture implements AutoCloseable {

    final CoreFixture core;
    final FakeMember member = new FakeMember();
    final FakeProducer producer = new FakeProducer();
    final NetworkTables tables;
    private final Map<Integer, Integer> hops = new HashMap<>();
    private final Map<Integer, Integer> costs = new HashMap<>();
    private final Map<Integer, BitSet> through = new HashMap<>();

    NetworkFixture() {
        this(Map.of());
    }

    NetworkFixture(Map<String, Object> attributes) {
        Map<String, Object> all = new HashMap<>(Map.of("mode", "interior"));
        all.putAll(attributes);
        core = new CoreFixture(all, RouterCore.MAX_WAITING_ATTACHES);
        tables = core.core.network().join(member);
        core.sync();
    }

    /** Makes a neighbour with all its links: its number is that of its connection. */
    FakeNeighbour neighbour(int number, String id, int cost) {
        FakeNeighbour neighbour = new FakeNeighbour(core, 100 + number, id, cost).begin(core);
        tables.nodeAdded(number, id);
        tables.neighbour(number, neighbour.id);
        path(number, number, cost);
        return neighbour;
    }

    /** Makes a router behind a neighbour. */
    void behind(int number, String id, int hop, int cost) {
        tables.nodeAdded(number, id);
        path(number, hop, cost);
    }

    void path(int number, int hop, int cost) {
        hops.put(number, hop);
        costs.put(number, cost);
        paths();
    }

    /** Says that what enters at one router and is bound for another comes through here. */
    void validOrigin(int origin, int node) {
        through.computeIfAbsent(origin, key -> new BitSet()).set(node);
        paths();
    }

    private void paths() {
        int size = hops.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        int[] nextHops = new int[size];
        int[] cost = new int[size];
        BitSet[] origins = new BitSet[size];
        for (int i = 0; i < size; i++) {
            nextHops[i] = hops.getOrDefault(i, NetworkPaths.NONE);
            cost[i] = costs.getOrDefault(i, 0);
            origins[i] = through.getOrDefault(i, new BitSet());
        }
        tables.paths(new NetworkPaths(nextHops, cost, 2, through.isEmpty() ? null : origins));
        core.sync();
    }

    void remote(int number, String key, int treatment) {
        tables.addressAdded(number, key, treatment);
        core.sync();
    }

    Delivery message(String to, int priority, String... trace) {
        return message(to, priority, false, trace);
    }

    /** Makes a delivery as it comes from another router, whose path is the trace. */
    Delivery message(String to, int priority, boolean presettled, String... trace) {
        Delivery plain = presettled ? producer.presettled() : producer.message();
        Delivery delivery = plain.copy(producer, presettled, to);
        delivery.priority(priority);
        delivery.annotations(new RouterAnnotations(
                to, 0, false, trace.length == 0 ? null : trace[0], List.of(trace)));
        return delivery;
    }

    @Override
    public void close() {
        core.close();
    }
}
