// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.routing.network.engine.NetworkView;
import io.sluice.routing.network.engine.RouterView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The entities {@code router.node}. Written by the engine's thread. */
final class NodeEntities implements NetworkDriver.Viewer {

    private final EntityRegistry<NodeEntity> registry = new EntityRegistry<>(NodeEntity.TYPE);

    EntitySource source() {
        return registry;
    }

    @Override
    public void show(NetworkView view, long lastChange) {
        Set<String> known = new HashSet<>();
        for (RouterView router : view.routers()) {
            String identity = NodeEntity.identity(router.id());
            known.add(identity);
            NodeEntity entity = registry.get(identity);
            if (entity == null) {
                registry.add(new NodeEntity(router, view, lastChange));
            } else {
                entity.update(router, view, lastChange);
            }
        }
        for (NodeEntity entity : List.copyOf(registry.entities())) {
            if (!known.contains(entity.identity())) {
                registry.remove(entity);
            }
        }
    }
}
