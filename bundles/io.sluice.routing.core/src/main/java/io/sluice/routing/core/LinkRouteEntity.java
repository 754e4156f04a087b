// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** A configured link route as management sees it. */
final class LinkRouteEntity {

    private LinkRouteEntity() {}

    static ManagedEntity of(LinkRouteRule rule, LinkRoutes routes) {
        return new CoreEntity(EntityTypes.LINK_ROUTE_CONFIG, rule.identity(), rule.name(),
                attribute -> attribute(rule, routes, attribute));
    }

    private static Object attribute(LinkRouteRule rule, LinkRoutes routes, String attribute) {
        return switch (attribute) {
            case "prefix" -> rule.isPrefix() ? rule.pattern().text() : null;
            case "pattern" -> rule.isPrefix() ? null : rule.pattern().text();
            case "distribution" -> "linkBalanced";
            case "connection" -> rule.connection();
            case "containerId" -> rule.containerId();
            case "direction", "dir" -> rule.direction();
            case "operStatus" -> routes.isActive(rule) ? "active" : "inactive";
            case "addExternalPrefix" -> rule.edit().insert();
            case "delExternalPrefix" -> rule.edit().remove();
            default -> null;
        };
    }
}
