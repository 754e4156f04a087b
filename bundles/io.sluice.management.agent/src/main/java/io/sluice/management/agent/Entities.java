// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sluice.management.api.AttributeType;
import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;

/** All entities there are, of all sources, in an order that stays the same from page to page. Any thread. */
final class Entities {

    /** By identity: numbers by value, before texts. */
    static final Comparator<ManagedEntity> ORDER = Comparator.comparing(ManagedEntity::identity,
        Comparator.comparingInt(Entities::numberLength).thenComparing(Comparator.naturalOrder()));

    private static final long LONGEST_END_SECONDS = 2;

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
        sources(type).forEach(source -> found.addAll(source.entities()));
        found.sort(ORDER);
        return found;
    }

    /** Returns the entity of a type by identity, or if that is null by name; null if there is none. */
    ManagedEntity find(EntityType type, String identity, String name) {
        for (EntitySource source : sources(type)) {
            for (ManagedEntity entity : source.entities()) {
                if (identity != null ? identity.equals(entity.identity()) : name.equals(entity.name())) {
                    return entity;
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
        CountDownLatch gone = new CountDownLatch(1);
        EntityListener listener = new EntityListener() {

            @Override
            public void added(ManagedEntity other) {
                // Only the end counts.
            }

            @Override
            public void removed(ManagedEntity ended) {
                if (ended == entity) {
                    gone.countDown();
                }
            }
        };
        List<EntitySource> listened = sources(type);
        listened.forEach(source -> source.addListener(listener));
        try {
            if (find(type, entity.identity(), null) == entity) {
                gone.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listened.forEach(source -> source.removeListener(listener));
        }
    }

    private List<EntitySource> sources(EntityType type) {
        return sources.stream().filter(source -> schema.type(source.entityType()) == type).toList();
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

    /** Returns the attribute that a request means by a name, which may be a former or another one; null if none. */
    static AttributeType attribute(EntityType type, String name) {
        AttributeType attribute = type.attribute(name);
        if (attribute == null) {
            attribute = type.formerly(name);
        }
        return attribute != null ? attribute : type.otherwise(name);
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
