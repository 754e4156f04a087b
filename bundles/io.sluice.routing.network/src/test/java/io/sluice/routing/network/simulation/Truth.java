// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/** What the routers should have found out, computed from the links as they are, by other means than theirs. */
final class Truth {

    private static final long FAR = Long.MAX_VALUE / 4;

    private final List<SimulatedRouter> routers;
    private final Map<SimulatedRouter, Integer> index = new HashMap<>();
    private final List<Map<Integer, Integer>> edges = new ArrayList<>();
    private long[][] costs;

    Truth(SimulatedNetwork network) {
        routers = network.routers();
        for (SimulatedRouter router : routers) {
            index.put(router, edges.size());
            edges.add(new HashMap<>());
        }
        for (SimulatedLink link : network.links()) {
            if (link.works()) {
                int a = index.get(link.a);
                int b = index.get(link.b);
                edges.get(a).merge(b, link.cost, Math::min);
                edges.get(b).merge(a, link.cost, Math::min);
            }
        }
    }

    /**
     * Runs until all is right.
     *
     * @return the virtual time at which it was found to be
     * @throws IllegalStateException if it is not until the given time
     */
    static long await(SimulatedNetwork network, long until, long step) {
        Truth truth = new Truth(network);
        int others = network.routers().size() - 1;
        List<String> problems = List.of("nobody looked");
        while (!problems.isEmpty()) {
            if (network.now() >= until) {
                throw new IllegalStateException(problems.toString());
            }
            network.run(step);
            if (network.routers().stream().allMatch(router -> router.paths().reachable() == others)) {
                problems = truth.differences();
            }
        }
        return network.now();
    }

    private long[] costsFrom(int source) {
        long[] cost = new long[routers.size()];
        Arrays.fill(cost, FAR);
        cost[source] = 0;
        PriorityQueue<long[]> queue = new PriorityQueue<>(Comparator.comparingLong(entry -> entry[0]));
        queue.add(new long[] {0, source});
        while (!queue.isEmpty()) {
            long[] entry = queue.poll();
            int at = (int) entry[1];
            if (entry[0] == cost[at]) {
                edges.get(at).forEach((to, step) -> {
                    if (entry[0] + step < cost[to]) {
                        cost[to] = entry[0] + step;
                        queue.add(new long[] {cost[to], to});
                    }
                });
            }
        }
        return cost;
    }

    /** Returns what is wrong with what the routers know; nothing if all is right. */
    List<String> differences() {
        List<String> problems = new ArrayList<>();
        if (costs == null) {
            costs = new long[routers.size()][];
            Arrays.setAll(costs, this::costsFrom);
        }
        for (int i = 0; i < costs.length && problems.size() < 20; i++) {
            if (routers.get(i).isAlive()) {
                compare(i, problems);
            }
        }
        return problems;
    }

    private void compare(int self, List<String> problems) {
        SimulatedRouter router = routers.get(self);
        int reachable = 0;
        for (int other = 0; other < costs.length; other++) {
            SimulatedRouter target = routers.get(other);
            if (other == self) {
                continue;
            }
            int number = router.number(target.id);
            if (costs[self][other] == FAR) {
                if (number >= 0) {
                    problems.add(router.id + " still knows " + target.id);
                }
                continue;
            }
            reachable++;
            if (number < 0 || router.paths().cost(number) != costs[self][other]) {
                problems.add(router.id + " to " + target.id + " costs " + costs[self][other] + ", it thinks "
                    + (number < 0 ? "unknown" : router.paths().cost(number)));
                continue;
            }
            SimulatedRouter hop = router.hopTo(target.id);
            Integer step = hop == null ? null : edges.get(self).get(index.get(hop));
            if (step == null || step + costs[index.get(hop)][other] != costs[self][other]) {
                problems.add(router.id + " to " + target.id + " goes by " + (hop == null ? "nobody" : hop.id));
            }
            if (!router.addressesOf(target.id).equals(target.localAddresses())) {
                problems.add(router.id + " thinks that " + target.id + " has " + router.addressesOf(target.id)
                    + ", it has " + target.localAddresses());
            }
        }
        if (router.knownRouters().size() != reachable) {
            problems.add(router.id + " knows " + new TreeSet<>(router.knownRouters()));
        }
    }

    /**
     * Returns whose messages for a target come through a router: straight from the rule, quadratic and slow. Among
     * unsettled routers of equal cost the one with the lower id is settled first, and only a cheaper path replaces one.
     */
    boolean passes(SimulatedRouter origin, SimulatedRouter through, SimulatedRouter target) {
        int count = routers.size();
        long[] cost = new long[count];
        int[] before = new int[count];
        boolean[] settled = new boolean[count];
        Arrays.fill(cost, FAR);
        Arrays.fill(before, -1);
        cost[index.get(origin)] = 0;
        for (int round = 0; round < count; round++) {
            int best = -1;
            for (int i = 0; i < count; i++) {
                boolean closer = best < 0 || cost[i] < cost[best]
                    || cost[i] == cost[best] && routers.get(i).id.compareTo(routers.get(best).id) < 0;
                if (!settled[i] && cost[i] < FAR && closer) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            settled[best] = true;
            for (Map.Entry<Integer, Integer> edge : edges.get(best).entrySet()) {
                if (cost[best] + edge.getValue() < cost[edge.getKey()]) {
                    cost[edge.getKey()] = cost[best] + edge.getValue();
                    before[edge.getKey()] = best;
                }
            }
        }
        for (int at = before[index.get(target)]; at >= 0; at = before[at]) {
            if (at == index.get(through)) {
                return true;
            }
        }
        return false;
    }
}
