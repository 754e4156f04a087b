// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Treatment;

/** An address as management sees it. */
final class AddressEntity implements ManagedEntity {

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

    /** By connections to other routers. */
    private List<Long> outstanding() {
        boolean balanced = entry.key().charAt(0) == AddressKeys.MOBILE && entry.treatment().equals(Treatment.BALANCED);
        if (!balanced) {
            return null;
        }
        int[] open = entry.transit().all();
        List<Long> shown = new ArrayList<>(Collections.nCopies(Math.max(open.length, LinkEntity.ROUTERS), 0L));
        for (int i = 0; i < open.length; i++) {
            shown.set(i, (long) open[i]);
        }
        return shown;
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
            case "remoteCount" -> entry.remotes().length;
            // Link routes have addresses of their own.
            case "containerCount" -> 0;
            case "remoteHostRouters" -> Arrays.stream(entry.remotes()).map(RemoteRouter::id).toList();
            case "transitOutstanding" -> outstanding();
            case "deliveriesTransit" -> entry.counters().transit();
            case "trackedDeliveries" -> (long) Arrays.stream(entry.transit().all()).sum();
            default -> null;
        };
    }
}
