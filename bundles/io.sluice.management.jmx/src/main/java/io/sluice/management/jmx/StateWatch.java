// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/**
 * Finds out that the state of an entity has changed, by looking again. Only types of which there are as many as are
 * configured: looking costs nothing then, and the entities need no way to tell.
 */
final class StateWatch {

    private static final Map<String, String> STATES = Map.of(
        "listener", "boundAddress",
        "connector", "connectionStatus",
        "router.config.autoLink", "operStatus",
        "router.config.linkRoute", "operStatus",
        "log", "enable",
        "bundle", "state",
        "router.node", "nextHop",
        "router.stats", "histograms");

    /** Null stands for an entity that had no value. */
    private final Map<ManagedEntity, String> known = new WeakHashMap<>();

    /** A state that is not what it was. */
    record Change(ManagedEntity entity, String attribute, String before, String now) {

        String text() {
            return entity.identity() + ": " + attribute + " " + (before == null ? "unset" : before) + " -> "
                + (now == null ? "unset" : now);
        }

        /** Returns JDK values only: the receiver may be another process. */
        Map<String, Object> userData() {
            Map<String, Object> data = new HashMap<>();
            data.put("entityType", entity.entityType());
            data.put("identity", entity.identity());
            data.put("name", entity.name());
            return data;
        }
    }

    /** Returns what has changed since the last look. One thread. */
    List<Change> look(Collection<EntitySource> sources) {
        List<Change> changes = new ArrayList<>();
        for (EntitySource source : sources) {
            String attribute = STATES.get(source.entityType());
            if (attribute == null) {
                continue;
            }
            for (ManagedEntity entity : source.entities()) {
                Object value = entity.attribute(attribute);
                String now = value == null ? null : value.toString();
                boolean seen = known.containsKey(entity);
                String before = known.put(entity, now);
                if (seen && !Objects.equals(before, now)) {
                    changes.add(new Change(entity, attribute, before, now));
                }
            }
        }
        return changes;
    }
}
