// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the valid origins of routers through a network at rest: from the router where something enters to every
 * consumer, by those routers only that take the origin for valid.
 */
final class OriginWalk {

    private record Copy(SimulatedRouter at, List<SimulatedRouter> passed) {}

    private final Set<SimulatedRouter> consumers;
    private final Map<SimulatedRouter, Integer> copies = new HashMap<>();
    private final Deque<Copy> underway = new ArrayDeque<>();

    private OriginWalk(Set<SimulatedRouter> consumers) {
        this.consumers = consumers;
    }

    /** Returns how many copies each router gets of what enters at one of them. */
    static Map<SimulatedRouter, Integer> from(
            SimulatedRouter origin, Set<SimulatedRouter> consumers) {
        OriginWalk walk = new OriginWalk(consumers);
        walk.underway.add(new Copy(origin, List.of()));
        while (!walk.underway.isEmpty()) {
            walk.arrive(walk.underway.poll());
        }
        return walk.copies;
    }

    private void arrive(Copy copy) {
        SimulatedRouter self = copy.at();
        copies.merge(self, 1, Integer::sum);
        Set<SimulatedRouter> hops = new LinkedHashSet<>();
        for (SimulatedRouter target : consumers) {
            if (target != self && leadsThrough(self, copy, target)) {
                hops.add(self.hopTo(target.id));
            }
        }
        hops.removeAll(copy.passed());
        List<SimulatedRouter> passed = new ArrayList<>(copy.passed());
        passed.add(self);
        for (SimulatedRouter hop : hops) {
            underway.add(new Copy(hop, passed));
        }
    }

    private boolean leadsThrough(SimulatedRouter self, Copy copy, SimulatedRouter target) {
        return copy.passed().isEmpty() || self.paths().isValidOrigin(
            self.number(target.id), self.number(copy.passed().get(0).id));
    }
}
