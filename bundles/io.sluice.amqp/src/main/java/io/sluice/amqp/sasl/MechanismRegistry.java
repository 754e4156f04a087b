// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.sasl;

import io.sluice.security.api.SaslMechanismFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The SASL mechanisms that are bound, best first. Any thread. */
public final class MechanismRegistry {

    private volatile List<Entry> entries = List.of();

    private record Entry(SaslMechanismFactory factory, int ranking, long serviceId) {}

    /** Adds a mechanism. */
    public synchronized void add(SaslMechanismFactory factory, int ranking, long serviceId) {
        List<Entry> changed = new ArrayList<>(entries);
        changed.add(new Entry(factory, ranking, serviceId));
        changed.sort(Comparator.comparingInt((Entry entry) -> -entry.ranking()).thenComparingLong(Entry::serviceId));
        entries = List.copyOf(changed);
    }

    /** Removes a mechanism. */
    public synchronized void remove(SaslMechanismFactory factory) {
        List<Entry> changed = new ArrayList<>(entries);
        changed.removeIf(entry -> entry.factory() == factory);
        entries = List.copyOf(changed);
    }

    /** Returns the factories, by descending ranking. */
    public List<SaslMechanismFactory> factories() {
        return entries.stream().map(Entry::factory).toList();
    }

    /** Tells whether a factory is still bound. */
    public boolean contains(SaslMechanismFactory factory) {
        return entries.stream().anyMatch(entry -> entry.factory() == factory);
    }
}
