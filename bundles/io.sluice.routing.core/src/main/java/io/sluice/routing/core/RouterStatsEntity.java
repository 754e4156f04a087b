// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Map;

import io.sluice.management.api.ManagedEntity;

/** Rates of the router, and whose latencies are recorded, as management sees them. */
final class RouterStatsEntity implements ManagedEntity {

    private static final List<String> RATES = List.of("ingressPerSecond", "egressPerSecond", "acceptedPerSecond",
        "rejectedPerSecond", "releasedPerSecond", "modifiedPerSecond", "presettledPerSecond",
        "transitPerSecond");

    private final RouterCore core;
    private final Rates rates;

    RouterStatsEntity(RouterCore core) {
        this.core = core;
        this.rates = new Rates(() -> counters(core.totals().sum()), core.startNanos());
    }

    /** In the order of the attributes. */
    private static long[] counters(LinkTotals.Sum sum) {
        return new long[] {sum.ingress, sum.egress, sum.accepted, sum.rejected, sum.released, sum.modified,
            sum.presettled, sum.transit};
    }

    Rates rates() {
        return rates;
    }

    @Override
    public String entityType() {
        return EntityTypes.ROUTER_STATS;
    }

    @Override
    public String identity() {
        return EntityTypes.ROUTER_STATS;
    }

    @Override
    public String name() {
        return EntityTypes.ROUTER_STATS;
    }

    @Override
    public Object attribute(String attribute) {
        AddressWatch watch = core.table().watch();
        int rate = RATES.indexOf(attribute);
        if (rate >= 0) {
            return rates.rate(rate, System.nanoTime());
        }
        return switch (attribute) {
            case "name", "identity" -> EntityTypes.ROUTER_STATS;
            case "type" -> EntityTypes.full(EntityTypes.ROUTER_STATS);
            case "histograms" -> watch.patterns();
            case "recordedAddresses" -> watch.watched();
            case "unrecordedAddresses" -> watch.unwatched();
            default -> LatencyAttributes.of(attribute, watch.times());
        };
    }

    /** Begins to record anew, also if the patterns stay what they are. */
    @Override
    public void update(Map<String, Object> changes) {
        Object patterns = changes.get("histograms");
        if (patterns != null) {
            core.control().order(() -> core.table().watch().watch(patterns.toString(), core.table().entries()));
        }
    }
}
