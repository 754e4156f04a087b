// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** A link route of a connection, as its management sees it. */
record ConnectionLinkRouteEntity(LinkRouteRule rule) implements ManagedEntity {

    @Override
    public String entityType() {
        return EntityTypes.CONNECTION_LINK_ROUTE;
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
            case "type" -> EntityTypes.full(EntityTypes.CONNECTION_LINK_ROUTE);
            case "pattern" -> rule.pattern().text();
            case "direction" -> rule.direction();
            case "containerId" -> rule.containerId();
            default -> null;
        };
    }
}
