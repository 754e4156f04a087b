// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.network.engine.NetworkView;
import io.sluice.routing.network.engine.RouterView;
import io.sluice.routing.network.paths.Graph;
import io.sluice.routing.network.paths.Paths;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeEntitiesTest {

    /** B - ME - C: what comes from B for C passes here. */
    private static final Paths PATHS = Paths.of(new Graph(
        new int[] {2, 0, 1}, new int[][] {{1, 2}, {0}, {0}}, new int[][] {{3, 1}, {3}, {1}}, new int[] {-1, -1, -1}));
    private static final RouterView ME = new RouterView("ME", 0, 1, 100, List.of("B", "C"), RouterView.SELF, 0, -1);
    private static final RouterView B = new RouterView("B", 1, 1, 200, List.of("ME"), "B", 3, 7);
    private static final RouterView C = new RouterView("C", 2, 1, 300, List.of("ME"), "C", 1, 8);

    private final NodeEntities entities = new NodeEntities();

    private ManagedEntity node(String id) {
        return entities.source().entities().stream().filter(each -> each.identity().equals("router.node/" + id))
            .findFirst().orElse(null);
    }

    private static Map<String, Object> attributes(ManagedEntity entity) {
        Map<String, Object> all = new TreeMap<>();
        EntitySchema.standard().type("router.node").attributes().keySet().forEach(name -> {
            Object value = entity.attribute(name);
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    @Test
    void shouldShowThisRouterAndNeighbours() {
        entities.show(new NetworkView(List.of(ME, B, C), PATHS), 4_711);
        assertEquals("router.node", entities.source().entityType());
        assertEquals("router.node/ME", node("ME").name());
        assertEquals(new TreeMap<>(Map.of("id", "ME", "protocolVersion", 1L, "instance", 100L, "linkState",
            List.of("B", "C"), "nextHop", "(self)", "validOrigins", List.of(), "address", "amqp:/_topo/0/ME",
            "lastTopoChange", 4_711L, "index", 0L)), attributes(node("ME")));
        assertEquals(new TreeMap<>(Map.of("id", "B", "protocolVersion", 1L, "instance", 200L, "linkState",
            List.of("ME"), "validOrigins", List.of("C"), "address", "amqp:/_topo/0/B", "routerLink", "7", "cost", 3L,
            "index", 1L)), attributes(node("B")));
    }

    @Test
    void shouldNameTheNextHopOfDistantRouters() {
        RouterView far = new RouterView("C", 2, 1, 300, List.of("B"), "B", 5, -1);
        entities.show(new NetworkView(List.of(ME, B, far), PATHS), 1);
        assertEquals("B", node("C").attribute("nextHop"));
        assertNull(node("C").attribute("routerLink"));
        RouterView lost = new RouterView("C", 2, 1, 300, List.of(), null, -1, -1);
        entities.show(new NetworkView(List.of(ME, B, lost), PATHS), 1);
        assertNull(node("C").attribute("nextHop"));
        assertNull(node("C").attribute("cost"));
    }

    @Test
    void shouldKeepAnEntityWhileItsRouterIsKnown() {
        entities.show(new NetworkView(List.of(ME, B), PATHS), 1);
        ManagedEntity before = node("B");
        entities.show(new NetworkView(List.of(ME, B, C), PATHS), 2);
        assertSame(before, node("B"));
        assertEquals(2L, node("ME").attribute("lastTopoChange"));
        entities.show(new NetworkView(List.of(ME, C), PATHS), 3);
        assertNull(node("B"));
    }
}
