// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static SimulatedNetwork network(long seed, Consumer<SimulatedNetwork> topology) {
        SimulatedNetwork network = new SimulatedNetwork(seed);
        network.encodes(true);
        topology.accept(network);
        return network;
    }

    private static void assertTrueEverywhere(SimulatedNetwork network) {
        assertEquals(List.of(), new Truth(network).differences());
    }

    private static SimulatedNetwork settled(long seed, Consumer<SimulatedNetwork> topology) {
        SimulatedNetwork network = network(seed, topology);
        network.run(20_000);
        assertTrueEverywhere(network);
        return network;
    }

    @Test
    void shouldConvergeInTheUsualShapes() {
        settled(1, network -> Topologies.line(network, 2));
        settled(2, network -> Topologies.line(network, 10));
        settled(3, network -> Topologies.ring(network, 9));
        settled(4, network -> Topologies.star(network, 30));
        settled(5, network -> Topologies.mesh(network, 12));
        settled(6, network -> Topologies.grid(network, 6, 5));
    }

    @Test
    void shouldConvergeInNetworksAtRandomWithCosts() {
        for (long seed = 1; seed <= 20; seed++) {
            settled(seed, network -> Topologies.random(network, 25, 20, 9));
        }
    }

    @Test
    void shouldGiveTheSameRunForTheSameSeed() {
        long[] messages = new long[2];
        for (int i = 0; i < 2; i++) {
            SimulatedNetwork network = settled(77, n -> Topologies.random(n, 15, 10, 3));
            messages[i] = network.routers().stream().mapToLong(SimulatedRouter::messages).sum();
        }
        assertEquals(messages[0], messages[1]);
    }

    @Test
    void shouldFindTheOriginsWhoseMessagesComeThrough() {
        for (long seed = 1; seed <= 5; seed++) {
            SimulatedNetwork network = settled(seed, n -> Topologies.random(n, 12, 14, 2));
            Truth truth = new Truth(network);
            for (SimulatedRouter self : network.routers()) {
                for (SimulatedRouter origin : network.routers()) {
                    for (SimulatedRouter target : network.routers()) {
                        if (self != origin && self != target && origin != target) {
                            assertEquals(truth.passes(origin, self, target), self.paths().isValidOrigin(
                                self.number(target.id), self.number(origin.id)),
                                origin.id + " by " + self.id + " to " + target.id);
                        }
                    }
                }
            }
        }
    }

    /** By the valid origins of all, what enters at any router reaches each router with consumers once. */
    private static void assertOneTreeEach(SimulatedNetwork network) {
        Set<SimulatedRouter> consumers = new HashSet<>();
        for (SimulatedRouter router : network.routers()) {
            if (network.random().nextInt(3) > 0) {
                consumers.add(router);
            }
        }
        for (SimulatedRouter origin : network.routers()) {
            Map<SimulatedRouter, Integer> copies = OriginWalk.from(origin, consumers);
            assertTrue(copies.keySet().containsAll(consumers), origin.id);
            copies.forEach((each, count) -> assertEquals(1, count, each.id));
        }
    }

    @Test
    void shouldAgreeOnOneTreeForWhatEntersAtARouter() {
        assertOneTreeEach(settled(1, network -> Topologies.ring(network, 8)));
        assertOneTreeEach(settled(2, network -> Topologies.mesh(network, 9)));
        assertOneTreeEach(settled(3, network -> Topologies.grid(network, 5, 5)));
        assertOneTreeEach(settled(4, network -> Topologies.scaleFree(network, 40)));
        for (long seed = 10; seed < 30; seed++) {
            int costs = seed % 2 == 0 ? 1 : 6;
            assertOneTreeEach(settled(seed, network -> Topologies.random(network, 20, 20, costs)));
        }
    }

    @Test
    void shouldConvergeWhileMessagesAreLateAndOvertakeEachOther() {
        for (long seed = 1; seed <= 5; seed++) {
            SimulatedNetwork network = network(seed, n -> {
                n.delay(1, 700);
                Topologies.random(n, 20, 15, 5);
            });
            network.run(40_000);
            assertTrueEverywhere(network);
        }
    }

    @Test
    void shouldConvergeAfterLosses() {
        for (long seed = 1; seed <= 5; seed++) {
            SimulatedNetwork network = network(seed, n -> {
                n.loss(0.1);
                Topologies.random(n, 20, 15, 5);
            });
            network.run(60_000);
            network.loss(0);
            network.run(100_000);
            assertTrueEverywhere(network);
        }
    }

    @Test
    void shouldConvergeWithClocksThatRunSlowOrFast() {
        SimulatedNetwork network = network(5, n -> Topologies.random(n, 20, 15, 5));
        for (SimulatedRouter router : network.routers()) {
            // One may take half as long again as another for its second, which is more than any clock errs.
            router.clockRate(0.8 + network.random().nextDouble() * 0.4);
        }
        network.run(40_000);
        assertTrueEverywhere(network);
        network.crash(network.router(3), true);
        network.run(200_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldConvergeBeyondTheLimitOfOtherRouters() {
        SimulatedNetwork network = new SimulatedNetwork(3);
        Topologies.scaleFree(network, 300);
        network.run(25_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldLearnNoMoreRoutersThanItsLimit() {
        SimulatedNetwork network = network(8, n -> {
            n.maxRouters(5);
            Topologies.line(n, 10);
        });
        network.run(30_000);
        for (SimulatedRouter router : network.routers()) {
            assertTrue(router.knownRouters().size() <= 5);
            assertTrue(router.paths().reachable() >= 1);
        }
    }
}
