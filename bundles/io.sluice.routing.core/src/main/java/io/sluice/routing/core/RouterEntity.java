// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.TimeUnit;

import io.sluice.management.api.ManagedEntity;

/** The router as management sees it. */
final class RouterEntity implements ManagedEntity {

    private static final String IDENTITY = "1";

    private final RouterCore core;
    private final ProcessFacts process = new ProcessFacts();

    RouterEntity(RouterCore core) {
        this.core = core;
    }

    @Override
    public String entityType() {
        return EntityTypes.ROUTER;
    }

    @Override
    public String identity() {
        return IDENTITY;
    }

    @Override
    public String name() {
        return core.info().id();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name", "id" -> core.info().id();
            case "identity" -> IDENTITY;
            case "type" -> EntityTypes.full(EntityTypes.ROUTER);
            case "mode" -> core.info().mode();
            case "area" -> "0";
            case "version" -> core.info().version();
            case "hostName" -> process.hostName();
            case "memoryUsage" -> process.virtualBytes();
            case "uptimeSeconds" -> (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - core.startNanos());
            case "addrCount" -> (long) core.addressEntities().size();
            case "linkRouteCount" -> (long) core.linkRoutes().count();
            case "linkCount" -> (long) core.totals().live().size();
            case "connectionCount" -> (long) core.connectionCount();
            case "autoLinkCount" -> (long) core.autoLinks().count();
            case "nodeCount" -> (long) core.network().directory().size();
            case "deliveriesRedirectedToFallback" -> core.table().redirected();
            default -> figure(attribute);
        };
    }

    private Object figure(String attribute) {
        LinkTotals totals = core.totals();
        return switch (attribute) {
            case "presettledDeliveries" -> totals.sum().presettled;
            case "droppedPresettledDeliveries" -> totals.sum().droppedPresettled;
            case "acceptedDeliveries" -> totals.sum().accepted;
            case "rejectedDeliveries" -> totals.sum().rejected;
            case "releasedDeliveries" -> totals.sum().released;
            case "modifiedDeliveries" -> totals.sum().modified;
            case "deliveriesDelayed1Sec" -> totals.sum().delayed1Sec;
            case "deliveriesDelayed10Sec" -> totals.sum().delayed10Sec;
            case "deliveriesStuck" -> totals.sum().deliveriesStuck;
            case "deliveriesIngress" -> totals.sum().ingress;
            case "deliveriesEgress" -> totals.sum().egress;
            case "deliveriesTransit" -> totals.sum().transit;
            case "deliveriesIngressRouteContainer" -> totals.sum().ingressRouteContainer;
            case "deliveriesEgressRouteContainer" -> totals.sum().egressRouteContainer;
            case "linksBlocked", "blockedLinkCount" -> (int) totals.sum().linksBlocked;
            // The rest is as configured, or unset.
            default -> core.settings().attributes().get(attribute);
        };
    }
}
