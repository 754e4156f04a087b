// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** A configured link route as management sees it. */
final class LinkRouteEntity implements ManagedEntity {

    private final LinkRouteRule rule;
    private final LinkRoutes routes;

    LinkRouteEntity(LinkRouteRule rule, LinkRoutes routes) {
        this.rule = rule;
        this.routes = routes;
    }

    @Override
    public String entityType() {
        return EntityTypes.LINK_ROUTE_CONFIG;
    }

    @Override
    public String identity() {
        return rule.identity();
    }

    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> rule.name();
            case "identity" -> rule.identity();
            case "type" -> EntityTypes.full(EntityTypes.LINK_ROUTE_CONFIG);
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
