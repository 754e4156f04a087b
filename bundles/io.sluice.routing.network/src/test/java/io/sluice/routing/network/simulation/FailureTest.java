// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is lost is forgotten, what comes back is learnt, and loops do not last. */
class FailureTest {

    /** After this nothing of a lost part of the network is known any more. */
    private static final long FORGOTTEN_MILLIS = 75_000;

    private static SimulatedNetwork settled(long seed, Consumer<SimulatedNetwork> topology) {
        SimulatedNetwork network = new SimulatedNetwork(seed);
        network.encodes(true);
        topology.accept(network);
        network.run(20_000);
        assertTrueEverywhere(network);
        return network;
    }

    private static void assertTrueEverywhere(SimulatedNetwork network) {
        assertEquals(List.of(), new Truth(network).differences());
    }

    @Test
    void shouldGoAnotherWayWithinAMomentWhenALinkIsClosed() {
        SimulatedNetwork network = settled(1, n -> Topologies.ring(n, 12));
        network.run(30_000);
        network.links().get(3).close();
        // Far less than a tick.
        network.run(500);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldGoAnotherWaySoonWhenALinkFallsSilent() {
        SimulatedNetwork network = settled(2, n -> Topologies.grid(n, 4, 4));
        network.links().get(5).silence();
        network.run(6_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldForgetTheOtherPartAndLearnItAgain() {
        SimulatedNetwork network = settled(3, n -> Topologies.line(n, 8));
        network.links().get(3).close();
        network.run(FORGOTTEN_MILLIS);
        assertTrueEverywhere(network);
        network.router(0).addAddress("M0new.in.part.one", 2);
        network.router(7).removeAddress("M0at.R07");
        network.run(5_000);
        network.links().get(3).open();
        network.run(12_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldForgetARouterThatHasEnded() {
        for (boolean silent : new boolean[] {true, false}) {
            SimulatedNetwork network = settled(4, n -> Topologies.grid(n, 4, 4));
            network.crash(network.router(5), silent);
            network.run(FORGOTTEN_MILLIS);
            assertTrueEverywhere(network);
        }
    }

    @Test
    void shouldNoticeARestartThatIsFasterThanItsNeighbours() {
        SimulatedNetwork network = settled(5, n -> Topologies.grid(n, 4, 3));
        SimulatedRouter router = network.router(5);
        for (int i = 0; i < 5; i++) {
            router.addAddress("M0more" + i, 1);
            network.run(2_000);
        }
        network.crash(router, true);
        router.removeAddress("M0more3");
        router.addAddress("M0after", 3);
        network.run(50);
        network.restart(router, network.nextInstance());
        network.run(15_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldRecoverFromARestartWithTheSameInstance() {
        SimulatedNetwork network = settled(6, n -> Topologies.grid(n, 4, 3));
        SimulatedRouter router = network.router(5);
        for (int i = 0; i < 5; i++) {
            router.addAddress("M0more" + i, 1);
            network.run(2_000);
        }
        network.crash(router, false);
        router.removeAddress("M0more3");
        network.restart(router, router.instance());
        network.run(60_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldSurviveAFlappingLink() {
        SimulatedNetwork network = settled(7, n -> Topologies.grid(n, 4, 4));
        SimulatedLink link = network.links().get(7);
        for (int i = 0; i < 60; i++) {
            network.run(network.random().nextInt(1_500));
            if (i % 2 == 0) {
                link.close();
            } else {
                link.open();
            }
        }
        network.run(15_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldUseTheCheapestOfSeveralConnectionsAndFallBackToTheOther() {
        SimulatedNetwork network = settled(8, n -> {
            Topologies.line(n, 4);
            Topologies.link(n, 1, 2, 7);
            Topologies.link(n, 1, 2, 1);
        });
        network.links().get(1).close();
        network.run(5_000);
        assertTrueEverywhere(network);
        network.links().get(4).silence();
        network.run(10_000);
        assertTrueEverywhere(network);
        assertEquals(7 + 1, network.router(1).paths().cost(network.router(1).number("R03")));
    }

    @Test
    void shouldKeepAddressesRightWhileTheyChangeAllTheTime() {
        SimulatedNetwork network = settled(9, n -> {
            n.delay(1, 400);
            Topologies.random(n, 15, 12, 4);
        });
        network.loss(0.05);
        Random random = network.random();
        for (int i = 0; i < 600; i++) {
            SimulatedRouter router = network.router(random.nextInt(15));
            String key = "M0" + random.nextInt(10);
            if (random.nextBoolean()) {
                router.addAddress(key, random.nextInt(4));
            } else {
                router.removeAddress(key);
            }
            network.run(random.nextInt(300));
        }
        network.loss(0);
        network.run(100_000);
        assertTrueEverywhere(network);
    }

    @Test
    void shouldNotLoopForLongerThanTheNewsTake() {
        for (long seed = 1; seed <= 4; seed++) {
            SimulatedNetwork network = settled(seed, n -> Topologies.random(n, 16, 12, 4));
            network.run(20_000);
            LoopWatch watch = new LoopWatch(network);
            Random random = network.random();
            for (int i = 0; i < 12; i++) {
                SimulatedLink link = network.links().get(random.nextInt(network.links().size()));
                if (i % 4 == 3) {
                    link.silence();
                } else {
                    link.close();
                }
                network.run(8_000);
                link.close();
                link.open();
                network.run(8_000);
            }
            // A flood, a request and its answer over the whole network, and the time to settle.
            assertTrue(watch.longestMillis() <= 1_000, "looped for " + watch.longestMillis() + " ms");
        }
    }

    @Test
    void shouldBeRightAgainAfterChaos() {
        for (long seed = 1; seed <= 12; seed++) {
            SimulatedNetwork network = settled(seed, n -> Topologies.random(n, 18, 14, 5));
            network.loss(0.02);
            for (int i = 0; i < 120; i++) {
                stir(network);
                network.run(network.random().nextInt(1_500));
            }
            network.loss(0);
            network.routers().stream().filter(r -> !r.isAlive())
                .forEach(r -> network.restart(r, network.nextInstance()));
            network.links().forEach(link -> {
                if (!link.works()) {
                    link.close();
                    link.open();
                }
            });
            network.run(90_000);
            assertTrueEverywhere(network);
        }
    }

    private static void stir(SimulatedNetwork network) {
        Random random = network.random();
        SimulatedLink link = network.links().get(random.nextInt(network.links().size()));
        SimulatedRouter router = network.router(random.nextInt(network.routers().size()));
        switch (random.nextInt(7)) {
            case 0 -> link.close();
            case 1 -> link.silence();
            case 2, 3 -> {
                link.close();
                link.open();
            }
            case 4 -> {
                if (router.isAlive()) {
                    network.crash(router, random.nextBoolean());
                }
            }
            case 5 -> {
                if (!router.isAlive()) {
                    network.restart(router, network.nextInstance());
                }
            }
            default -> router.addAddress("M0chaos" + random.nextInt(5), random.nextInt(4));
        }
    }
}
