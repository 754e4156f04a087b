// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;

import io.sluice.management.api.ManagedEntity;

/** Rates and latencies of one address, as management sees them. */
final class AddressStatsEntity implements ManagedEntity {

    private static final int INGRESS = 0;
    private static final int EGRESS = 1;

    private final AddressEntry entry;
    private final AddressTimes times;
    private final Rates rates;

    AddressStatsEntity(AddressEntry entry, AddressTimes times) {
        this.entry = entry;
        this.times = times;
        this.rates = new Rates(() -> {
            AddressCounters.Sum sum = entry.sum();
            return new long[] {sum.ingress, sum.egress};
        }, System.nanoTime());
    }

    AddressTimes times() {
        return times;
    }

    Rates rates() {
        return rates;
    }

    @Override
    public String entityType() {
        return EntityTypes.ADDRESS_STATS;
    }

    @Override
    public String identity() {
        return entry.key();
    }

    @Override
    public String name() {
        return entry.key();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name", "identity" -> entry.key();
            case "type" -> EntityTypes.full(EntityTypes.ADDRESS_STATS);
            case "address" -> entry.key().substring(2);
            case "ingressPerSecond" -> rates.rate(INGRESS, System.nanoTime());
            case "egressPerSecond" -> rates.rate(EGRESS, System.nanoTime());
            default -> LatencyAttributes.of(attribute, List.of(times));
        };
    }
}
