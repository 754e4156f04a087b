// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A ready {@link EntitySource}: a concurrent set of entities by identity, with listeners. Any thread.
 *
 * @param <E> the bundle's own kind of entity
 */
public final class EntityRegistry<E extends ManagedEntity> implements EntitySource {

    private final String entityType;
    private final Map<String, E> entities = new ConcurrentHashMap<>();
    private final List<EntityListener> listeners = new CopyOnWriteArrayList<>();

    /** Makes an empty registry for a type of the schema. */
    public EntityRegistry(String entityType) {
        this.entityType = Objects.requireNonNull(entityType);
    }

    /** Adds an entity and tells the listeners; one with the same identity is replaced. */
    public void add(E entity) {
        E old = entities.put(entity.identity(), entity);
        for (EntityListener listener : listeners) {
            if (old != null) {
                listener.removed(old);
            }
            listener.added(entity);
        }
    }

    /** Removes this very entity and tells the listeners; without effect if it is not in the registry. */
    public void remove(E entity) {
        if (entities.remove(entity.identity(), entity)) {
            for (EntityListener listener : listeners) {
                listener.removed(entity);
            }
        }
    }

    /** Returns the entity with an identity, or null. */
    public E get(String identity) {
        return entities.get(identity);
    }

    /** Returns how many entities there are. */
    public int size() {
        return entities.size();
    }

    @Override
    public String entityType() {
        return entityType;
    }

    @Override
    public Collection<E> entities() {
        return Collections.unmodifiableCollection(entities.values());
    }

    @Override
    public void addListener(EntityListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    @Override
    public void removeListener(EntityListener listener) {
        listeners.remove(listener);
    }
}
