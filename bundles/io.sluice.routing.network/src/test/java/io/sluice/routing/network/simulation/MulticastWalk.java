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
import java.util.function.Predicate;

/**
 * Follows one multicast message through a network at rest. Each router that gets it sends it by each neighbour that
 * leads to a consumer, never to one that it has passed; those that consult valid origins leave out whom the message
 * reaches without them.
 */
final class MulticastWalk {

    private record Copy(SimulatedRouter at, List<SimulatedRouter> passed) {}

    private final Set<SimulatedRouter> consumers;
    private final Predicate<SimulatedRouter> consults;
    private final Map<SimulatedRouter, Integer> copies = new HashMap<>();
    private final Deque<Copy> underway = new ArrayDeque<>();

    private MulticastWalk(Set<SimulatedRouter> consumers, Predicate<SimulatedRouter> consults) {
        this.consumers = consumers;
        this.consults = consults;
    }

    /** Returns how many copies each router gets of what enters at one of them. */
    static Map<SimulatedRouter, Integer> from(
            SimulatedRouter origin, Set<SimulatedRouter> consumers, Predicate<SimulatedRouter> consults) {
        MulticastWalk walk = new MulticastWalk(consumers, consults);
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
        return copy.passed().isEmpty() || !consults.test(self) || self.paths().isValidOrigin(
            self.number(target.id), self.number(copy.passed().get(0).id));
    }
}
