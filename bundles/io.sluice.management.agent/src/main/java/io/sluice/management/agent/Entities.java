// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;

/** All entities there are, of all sources, in an order that stays the same from page to page. Any thread. */
final class Entities {

    /** By identity: numbers by value, before texts. */
    static final Comparator<ManagedEntity> ORDER = Comparator.comparing(ManagedEntity::identity,
        Comparator.comparingInt(Entities::numberLength).thenComparing(Comparator.naturalOrder()));

    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final EntitySchema schema = EntitySchema.standard();
    private final Collection<EntitySource> sources;

    /** Makes a view of sources that may change. */
    Entities(Collection<EntitySource> sources) {
        this.sources = sources;
    }

    EntitySchema schema() {
        return schema;
    }

    /** Returns the entities of one very type, sorted by identity. */
    List<ManagedEntity> of(EntityType type) {
        List<ManagedEntity> found = new ArrayList<>();
        for (EntitySource source : sources) {
            if (schema.type(source.entityType()) == type) {
                found.addAll(source.entities());
            }
        }
        found.sort(ORDER);
        return found;
    }

    /** Returns the entity of a type by identity, or if that is null by name; null if there is none. */
    ManagedEntity find(EntityType type, String identity, String name) {
        for (EntitySource source : sources) {
            if (schema.type(source.entityType()) == type) {
                for (ManagedEntity entity : source.entities()) {
                    if (identity != null ? identity.equals(entity.identity()) : name.equals(entity.name())) {
                        return entity;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Waits until an entity whose configuration was deleted is gone: its bundle hears of the deletion a moment later,
     * and who asks next must not find it. Not for long: the deletion itself has been made.
     */
    void awaitGone(EntityType type, ManagedEntity entity) {
        long deadline = System.nanoTime() + LONGEST_END_NANOS;
        while (find(type, entity.identity(), null) == entity && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Returns an attribute; those that every entity has come from the entity itself. */
    static Object value(EntityType type, ManagedEntity entity, AttributeType attribute) {
        return switch (attribute.name()) {
            case "name" -> entity.name();
            case "identity" -> entity.identity();
            case "type" -> type.fullName();
            default -> attribute.hidden() ? null : entity.attribute(attribute.name());
        };
    }

    /** Returns the attributes of a type, its own ones first, as clients of this node have always seen them. */
    static Map<String, AttributeType> ownFirst(EntityType type) {
        Map<String, AttributeType> all = new LinkedHashMap<>(type.attributes());
        if (type.base() != null) {
            Map<String, AttributeType> inherited = ownFirst(type.base());
            all.keySet().removeAll(inherited.keySet());
            inherited.keySet().forEach(name -> all.put(name, type.attribute(name)));
        }
        return all;
    }

    /** Returns the operations of a type: its own ones, then those of its bases; every entity can be read. */
    static List<String> operations(EntityType type) {
        List<String> all = new ArrayList<>(type.operations());
        if (type.base() != null) {
            List<String> inherited = operations(type.base());
            all.removeAll(inherited);
            all.addAll(inherited);
        }
        return all;
    }

    /** Returns true if a type is another one or extends it. */
    static boolean isA(EntityType type, EntityType other) {
        return type == other || type.bases().contains(other);
    }

    /** Digits alone: their number, so that shorter numbers come first. All other texts come last. */
    private static int numberLength(String identity) {
        for (int i = 0; i < identity.length(); i++) {
            if (!Character.isDigit(identity.charAt(i))) {
                return Integer.MAX_VALUE;
            }
        }
        return identity.length();
    }
}
