// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Looks for routes that come back to a router they have passed, and how long they do. */
final class LoopWatch {

    private static final long STEP_MILLIS = 50;

    private final SimulatedNetwork network;
    private final Map<String, Long> since = new HashMap<>();
    private long longest;

    LoopWatch(SimulatedNetwork network) {
        this.network = network;
        network.at(network.now(), this::look);
    }

    /** Returns for how long the most lasting loop has lasted. */
    long longestMillis() {
        return longest;
    }

    private void look() {
        Set<String> looping = new HashSet<>();
        for (SimulatedRouter from : network.routers()) {
            for (SimulatedRouter to : network.routers()) {
                if (from != to && from.isAlive() && loops(from, to)) {
                    looping.add(from.id + ">" + to.id);
                }
            }
        }
        since.keySet().retainAll(looping);
        for (String route : looping) {
            long start = since.computeIfAbsent(route, r -> network.now());
            longest = Math.max(longest, network.now() - start + STEP_MILLIS);
        }
        network.at(network.now() + STEP_MILLIS, this::look);
    }

    private boolean loops(SimulatedRouter from, SimulatedRouter to) {
        SimulatedRouter at = from;
        for (int hops = 0; hops <= network.routers().size(); hops++) {
            if (at == null || at == to || !at.isAlive()) {
                return false;
            }
            at = at.hopTo(to.id);
        }
        return true;
    }
}
