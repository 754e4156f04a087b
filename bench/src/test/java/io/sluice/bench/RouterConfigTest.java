// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

class RouterConfigTest {

    @Test
    void shouldGiveEachRouterPortsOfItsOwn() throws Exception {
        Set<Integer> ports = new HashSet<>();
        for (RouterConfig config : RouterConfig.of(Mesh.DIAMOND)) {
            ports.addAll(List.of(config.port(), config.brokerPort(), config.meshPort()));
        }
        assertEquals(12, ports.size());
    }

    @Test
    void shouldConnectEachRouterOfALineToTheOneBefore() {
        List<RouterConfig> all = List.of(new RouterConfig(1, 2, 3), new RouterConfig(4, 5, 6));
        String first = RouterConfig.text(Mesh.LINE_2, all, 0);
        String second = RouterConfig.text(Mesh.LINE_2, all, 1);
        assertFalse(first.contains("connector"), first);
        assertTrue(second.contains("connector {\n    host: 127.0.0.1\n    port: 3\n    role: inter-router\n"), second);
        assertTrue(second.contains("mode: interior"), second);
        assertTrue(second.contains("id: bench-1"), second);
    }

    @Test
    void shouldMakeTheSecondWayThroughADiamondDearer() {
        List<RouterConfig> all = List.of(new RouterConfig(1, 2, 3), new RouterConfig(4, 5, 6),
            new RouterConfig(7, 8, 9), new RouterConfig(10, 11, 12));
        assertTrue(RouterConfig.text(Mesh.DIAMOND, all, 2).contains("cost: 5"));
        assertFalse(RouterConfig.text(Mesh.DIAMOND, all, 1).contains("cost"));
    }

    @Test
    void shouldLeaveALoneRouterAlone() {
        String text = RouterConfig.text(Mesh.ONE, List.of(new RouterConfig(1, 2, 3)), 0);
        assertTrue(text.contains("mode: standalone"), text);
        assertFalse(text.contains("inter-router"), text);
    }
}
