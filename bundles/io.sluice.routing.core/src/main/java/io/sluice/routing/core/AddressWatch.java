// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.sluice.management.api.EntityRegistry;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.AddressPattern;
import io.sluice.routing.core.address.PatternTree;

/**
 * Which addresses are measured: none until somebody asks for them by pattern, and then no more than a limit, because
 * each may take 60 KiB. Changed by the control thread, read by any.
 */
final class AddressWatch {

    static final int MOST_ADDRESSES = 1000;

    private final EntityRegistry<AddressStatsEntity> entities = new EntityRegistry<>(EntityTypes.ADDRESS_STATS);
    private final Map<AddressEntry, AddressStatsEntity> watched = new ConcurrentHashMap<>();
    private final int limit;
    // control thread only
    private PatternTree<Boolean> patterns;
    private volatile String text = "";
    private volatile int unwatched;

    AddressWatch() {
        this(MOST_ADDRESSES);
    }

    AddressWatch(int limit) {
        this.limit = limit;
    }

    // ---- any thread

    EntityRegistry<AddressStatsEntity> entities() {
        return entities;
    }

    String patterns() {
        return text;
    }

    int watched() {
        return watched.size();
    }

    /** Returns how many addresses match a pattern and are not measured, because there are too many. */
    int unwatched() {
        return unwatched;
    }

    Collection<AddressTimes> times() {
        return Stream.of(watched.values().toArray(AddressStatsEntity[]::new)).map(AddressStatsEntity::times).toList();
    }

    // ---- control thread

    /** Begins anew with other patterns. */
    void watch(String newPatterns, Collection<AddressEntry> entries) {
        List.copyOf(watched.keySet()).forEach(this::drop);
        unwatched = 0;
        patterns = tree(newPatterns);
        text = patterns == null ? "" : newPatterns.strip();
        entries.forEach(this::came);
    }

    private static PatternTree<Boolean> tree(String patterns) {
        List<AddressPattern> all = new ArrayList<>();
        for (String one : patterns.strip().split("[\\s,]+")) {
            AddressPattern pattern = AddressPattern.pattern(one);
            if (!pattern.tokens().isEmpty()) {
                all.add(pattern);
            }
        }
        PatternTree<Boolean> tree = new PatternTree<>();
        all.forEach(pattern -> tree.putIfAbsent(pattern.tokens(), true));
        return all.isEmpty() ? null : tree;
    }

    private boolean matches(AddressEntry entry) {
        String key = entry.key();
        return patterns != null && key.charAt(0) == AddressKeys.MOBILE && patterns.match(key.substring(2)) != null;
    }

    /** An address has come into use. */
    void came(AddressEntry entry) {
        if (!matches(entry)) {
            return;
        }
        if (watched.size() >= limit) {
            unwatched = unwatched + 1;
            return;
        }
        AddressTimes times = new AddressTimes();
        AddressStatsEntity entity = new AddressStatsEntity(entry, times);
        watched.put(entry, entity);
        entry.times(times);
        entities.add(entity);
    }

    /** An address is not in use any more. */
    void went(AddressEntry entry) {
        if (watched.containsKey(entry)) {
            drop(entry);
        } else if (matches(entry)) {
            unwatched = Math.max(0, unwatched - 1);
        }
    }

    private void drop(AddressEntry entry) {
        AddressStatsEntity entity = watched.remove(entry);
        entry.times(null);
        entities.remove(entity);
    }

    /** A second has passed. */
    void tick(long nowNanos) {
        watched.values().forEach(entity -> entity.rates().tick(nowNanos));
    }

    /** The router ends; links must not hold on to it. */
    void stop() {
        watch("", List.of());
    }
}
