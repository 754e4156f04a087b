// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collections;
import java.util.List;

import io.sluice.management.api.ManagedEntity;

/** An address as management sees it. */
final class AddressEntity implements ManagedEntity {

    /** By connections to other routers. */
    private static final List<Long> NOTHING_IN_TRANSIT = Collections.nCopies(LinkEntity.ROUTERS, 0L);

    private final AddressEntry entry;

    AddressEntity(AddressEntry entry) {
        this.entry = entry;
    }

    @Override
    public String entityType() {
        return EntityTypes.ADDRESS;
    }

    @Override
    public String identity() {
        return entry.key();
    }

    @Override
    public String name() {
        return entry.key();
    }

    private List<Long> outstanding() {
        boolean balanced = entry.key().charAt(0) == AddressKeys.MOBILE && entry.treatment().equals(Treatment.BALANCED);
        return balanced ? NOTHING_IN_TRANSIT : null;
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name", "identity", "key" -> entry.key();
            case "type" -> EntityTypes.full(EntityTypes.ADDRESS);
            case "distribution" -> entry.treatment().toString();
            case "priority" -> entry.priority();
            case "subscriberCount" -> entry.consumerCount();
            case "deliveriesIngress" -> entry.sum().ingress;
            case "deliveriesEgress" -> entry.sum().egress;
            case "deliveriesIngressRouteContainer" -> entry.sum().ingressRouteContainer;
            case "deliveriesEgressRouteContainer" -> entry.sum().egressRouteContainer;
            case "inProcess" -> entry.inProcessCount();
            case "deliveriesRedirectedToFallback" -> entry.counters().redirected();
            case "deliveriesToContainer" -> entry.counters().toContainer();
            case "deliveriesFromContainer" -> entry.counters().fromContainer();
            // Link routes have addresses of their own; one router without neighbours has none of the others.
            case "remoteCount", "containerCount" -> 0;
            case "remoteHostRouters" -> List.of();
            case "transitOutstanding" -> outstanding();
            case "deliveriesTransit", "trackedDeliveries" -> 0L;
            default -> null;
        };
    }
}
