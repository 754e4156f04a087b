// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** All start at the same moment, which is the worst that can happen to a network. */
class ThousandRoutersTest {

    /** Losses are the matter of smaller networks: this one is here for its size, and takes long enough. */
    @Test
    void shouldConvergeFromACommonStart() {
        SimulatedNetwork network = new SimulatedNetwork(1);
        network.mirrors(false);
        Topologies.scaleFree(network, 1_000);
        assertTrue(Truth.await(network, 20_000, 1_500) <= 15_000);
    }
}
