// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Resolved;

/** Which links belong to which address, published once per batch of changes. Control thread only. */
public final class Membership {

    private final AddressTable table;
    private final EntityRegistry<ManagedEntity> entities;
    private final Set<AddressEntry> changed = new LinkedHashSet<>();
    private final List<Consumer<AddressEntry>> watchers = new ArrayList<>();
    private List<Runnable> answers = new ArrayList<>();
    private CoreNetwork network;

    Membership(AddressTable table, EntityRegistry<ManagedEntity> entities) {
        this.table = table;
        this.entities = entities;
    }

    /** Names who tells other routers of addresses, before the first link. */
    void network(CoreNetwork others) {
        network = others;
    }

    /** Has somebody told of every entry whose members have changed, when that is published. */
    public void watch(Consumer<AddressEntry> watcher) {
        watchers.add(watcher);
    }

    /** Returns the entry for a new link; it stays if the link joins it before the batch ends. */
    AddressEntry obtain(Resolved resolved) {
        AddressEntry entry = table.obtain(resolved);
        entry.priority(resolved.priority());
        touch(entry);
        if (entry.fallback() != null) {
            touch(entry.fallback().entry());
        }
        return entry;
    }

    private void touch(AddressEntry entry) {
        if (changed.add(entry) && entities.get(entry.key()) == null) {
            entities.add(new AddressEntity(entry));
        }
    }

    /** Returns the entry of a configured address, which stays until it is released. */
    AddressEntry hold(Resolved resolved) {
        AddressEntry entry = obtain(resolved);
        entry.hold();
        return entry;
    }

    void release(AddressEntry entry) {
        entry.letGo();
        changed.add(entry);
    }

    /** Something that decides about the path of an entry has changed. */
    public void changed(AddressEntry entry) {
        changed.add(entry);
    }

    /** Makes an in-process consumer a member of its address. */
    void join(InProcessConsumer consumer) {
        AddressEntry entry = obtain(table.resolveInProcess(consumer.address()));
        consumer.entry(entry);
        entry.join(consumer);
    }

    public void leave(InProcessConsumer consumer) {
        consumer.entry().leave(consumer);
        changed.add(consumer.entry());
    }

    public void leave(Link link, AddressEntry entry) {
        link.leave(entry);
        changed.add(entry);
    }

    /** Answers somebody when the data path sees what has changed so far, and before producers hear of it. */
    void whenVisible(Runnable answer) {
        answers.add(answer);
    }

    /** Makes the batch's changes visible to the data path. */
    void publish() {
        while (!changed.isEmpty() || !answers.isEmpty()) {
            List<AddressEntry> batch = List.copyOf(changed);
            changed.clear();
            batch.forEach(AddressEntry::publishTargets);
            List<Runnable> due = answers;
            answers = new ArrayList<>();
            due.forEach(Runnable::run);
            batch.forEach(this::publishPaths);
        }
    }

    private void publishPaths(AddressEntry entry) {
        boolean before = entry.isAvailable();
        boolean used = entry.publishPaths();
        char keyClass = entry.key().charAt(0);
        if (keyClass == AddressKeys.MOBILE || keyClass == AddressKeys.EDGE) {
            network.local(entry.key(), LocalAddresses.number(entry.treatment()), entry.consumerCount() > 0);
        }
        if (entry.isAvailable() != before) {
            changed.addAll(entry.primaries());
        }
        if (!used) {
            remove(entry);
        }
        watchers.forEach(watcher -> watcher.accept(entry));
    }

    private void remove(AddressEntry entry) {
        table.remove(entry);
        ManagedEntity entity = entities.get(entry.key());
        if (entity != null) {
            entities.remove(entity);
        }
        if (entry.fallback() != null) {
            entry.fallback().leave();
            changed.add(entry.fallback().entry());
        }
    }
}
