// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** A link route of a connection, as its management sees it. */
final class ConnectionLinkRouteEntity {

    private ConnectionLinkRouteEntity() {}

    static ManagedEntity of(LinkRouteRule rule) {
        return new CoreEntity(EntityTypes.CONNECTION_LINK_ROUTE, rule.identity(), rule.name(),
                attribute -> attribute(rule, attribute));
    }

    private static Object attribute(LinkRouteRule rule, String attribute) {
        return switch (attribute) {
            case "pattern" -> rule.pattern().text();
            case "direction" -> rule.direction();
            case "containerId" -> rule.containerId();
            default -> null;
        };
    }
}
