// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThousandRoutersTest {

    @Test
    @Timeout(120)
    void shouldConvergeFromACommonStart() {
        SimulatedNetwork network = new SimulatedNetwork(1);
        network.mirrors(false);
        Topologies.scaleFree(network, 1_000);
        network.run(15_000);
        assertEquals(List.of(), new Truth(network).differences());
    }
}
