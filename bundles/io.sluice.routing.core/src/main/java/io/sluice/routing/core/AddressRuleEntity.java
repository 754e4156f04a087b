// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** An {@code address} configuration as management sees it. */
final class AddressRuleEntity implements ManagedEntity {

    private final AddressRule rule;

    AddressRuleEntity(AddressRule rule) {
        this.rule = rule;
    }

    @Override
    public String entityType() {
        return EntityTypes.ADDRESS_CONFIG;
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
            case "type" -> EntityTypes.full(EntityTypes.ADDRESS_CONFIG);
            case "prefix" -> rule.isPrefix() ? rule.pattern().text() : null;
            case "pattern" -> rule.isPrefix() ? null : rule.pattern().text();
            case "distribution" -> rule.treatment().toString();
            case "waypoint" -> rule.waypoint();
            case "ingressPhase" -> rule.ingressPhase();
            case "egressPhase" -> rule.egressPhase();
            case "priority" -> rule.priority();
            case "fallback", "enableFallback" -> rule.fallback();
            default -> null;
        };
    }
}
