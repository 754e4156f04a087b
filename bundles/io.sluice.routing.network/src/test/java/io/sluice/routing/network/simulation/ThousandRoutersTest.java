// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * All start at the same moment, which is the worst that can happen to a network. Most routers have one link, so that
 * the test fits into every build; with two links for each it takes the benchmark of this package three times as long.
 */
class ThousandRoutersTest {

    @Test
    void shouldConvergeFromACommonStart() {
        SimulatedNetwork network = new SimulatedNetwork(1);
        network.mirrors(false);
        Topologies.scaleFree(network, 1_000, 5);
        assertTrue(Truth.await(network, 20_000, 500) <= 15_000);
    }
}
