// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/** The registered MBeans of entities. Owned by the registrar's thread, but for the count. */
final class Beans {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");

    private final Supplier<MBeanServer> server;
    private final Function<String, TypeModel> models;
    private final Factory factory;
    private final Map<ManagedEntity, Bean> byEntity = new IdentityHashMap<>();
    private final Set<String> unknownTypes = new HashSet<>();
    private volatile int count;

    Beans(Supplier<MBeanServer> server, Function<String, TypeModel> models, Factory factory) {
        this.server = server;
        this.models = models;
        this.factory = factory;
    }

    /** Makes the MBean of an entity. */
    @FunctionalInterface
    interface Factory {
        DynamicMBean make(TypeModel type, ManagedEntity entity);
    }

    private record Bean(EntitySource source, ObjectName name) { }

    int count() {
        return count;
    }

    /** Registers an entity unless it is; returns false if it was or cannot be. */
    boolean add(EntitySource source, ManagedEntity entity) {
        if (byEntity.containsKey(entity)) {
            return false;
        }
        TypeModel type = models.apply(entity.entityType());
        if (type == null) {
            if (unknownTypes.add(entity.entityType())) {
                LOG.warn("Entities of type {} are not in the schema and have no MBean", entity.entityType());
            }
            return false;
        }
        ObjectName name = EntityNames.of(type, entity);
        try {
            server.get().registerMBean(factory.make(type, entity), name);
        } catch (InstanceAlreadyExistsException e) {
            // The other version of this bundle during a swap, or an older entity of that name; the next comparison
            // of sources and MBeans tries again.
            LOG.debug("MBean {} exists already", name);
            return false;
        } catch (JMException e) {
            LOG.warn("MBean {} could not be registered: {}", name, e.toString());
            return false;
        }
        byEntity.put(entity, new Bean(source, name));
        count = byEntity.size();
        return true;
    }

    boolean has(ManagedEntity entity) {
        return byEntity.containsKey(entity);
    }

    /** Unregisters an entity; returns false if it had no MBean. */
    boolean remove(ManagedEntity entity) {
        Bean bean = byEntity.remove(entity);
        if (bean == null) {
            return false;
        }
        unregister(bean.name());
        count = byEntity.size();
        return true;
    }

    void removeAll(EntitySource source) {
        of(source).forEach(this::remove);
    }

    /**
     * Makes the MBeans agree with a source.
     *
     * @param notifier is told of each difference; null if nobody is to be told
     */
    void compare(EntitySource source, Notifier notifier) {
        Set<ManagedEntity> live = Collections.newSetFromMap(new IdentityHashMap<>());
        live.addAll(source.entities());
        for (ManagedEntity entity : of(source)) {
            if (!live.contains(entity)) {
                remove(entity);
                tell(notifier, false, entity);
            }
        }
        for (ManagedEntity entity : live) {
            if (add(source, entity)) {
                tell(notifier, true, entity);
            }
        }
    }

    void clear() {
        byEntity.values().forEach(bean -> unregister(bean.name()));
        byEntity.clear();
        count = 0;
    }

    private List<ManagedEntity> of(EntitySource source) {
        List<ManagedEntity> list = new ArrayList<>();
        byEntity.forEach((entity, bean) -> {
            if (bean.source() == source) {
                list.add(entity);
            }
        });
        return list;
    }

    private void unregister(ObjectName name) {
        try {
            server.get().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("MBean {} was unregistered by somebody else", name);
        } catch (JMException e) {
            LOG.warn("MBean {} could not be unregistered: {}", name, e.toString());
        }
    }

    private static void tell(Notifier notifier, boolean added, ManagedEntity entity) {
        if (notifier != null) {
            notifier.changed(added, entity);
        }
    }
}
