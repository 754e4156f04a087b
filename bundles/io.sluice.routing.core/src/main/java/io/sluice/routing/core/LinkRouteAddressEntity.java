// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** The address of link routes of one pattern and direction, as management sees it. Messages do not pass it. */
final class LinkRouteAddressEntity {

    private LinkRouteAddressEntity() {}

    static ManagedEntity of(LinkRouteAddress address) {
        return new CoreEntity(EntityTypes.ADDRESS, address.key(), address.key(),
                attribute -> attribute(address, attribute));
    }

    private static Object attribute(LinkRouteAddress address, String attribute) {
        return switch (attribute) {
            case "key" -> address.key();
            case "distribution" -> "linkBalanced";
            case "priority" -> -1;
            case "containerCount" -> address.containerCount();
            // Links are counted where they end; an address that only routes links has neither of these.
            case "subscriberCount", "inProcess" -> 0;
            case "remoteCount" -> address.remotes().size();
            case "remoteHostRouters" -> address.remotes().stream().map(RemoteRouter::id).toList();
            case "deliveriesIngress", "deliveriesEgress", "deliveriesTransit", "deliveriesToContainer",
                    "deliveriesFromContainer", "deliveriesIngressRouteContainer", "deliveriesEgressRouteContainer",
                    "deliveriesRedirectedToFallback", "trackedDeliveries" -> 0L;
            default -> null;
        };
    }
}
