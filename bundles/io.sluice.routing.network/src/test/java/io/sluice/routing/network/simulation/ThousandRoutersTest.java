// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** All start at the same moment, which is the worst that can happen to a network. */
class ThousandRoutersTest {

    @Test
    void shouldConvergeFromACommonStartAndAfterALoss() {
        SimulatedNetwork network = new SimulatedNetwork(1);
        network.mirrors(false);
        Topologies.scaleFree(network, 1_000);
        assertTrue(Truth.await(network, 20_000, 500) <= 15_000);

        network.links().get(900).close();
        network.run(3_000);
        assertEquals(List.of(), new Truth(network).differences());
    }
}
