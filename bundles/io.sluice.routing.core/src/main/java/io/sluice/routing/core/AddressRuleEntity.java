// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.AddressRule;

/** An {@code address} configuration as management sees it. */
final class AddressRuleEntity {

    private AddressRuleEntity() {}

    static ManagedEntity of(AddressRule rule) {
        return new CoreEntity(EntityTypes.ADDRESS_CONFIG, rule.identity(), rule.name(),
                attribute -> attribute(rule, attribute));
    }

    private static Object attribute(AddressRule rule, String attribute) {
        return switch (attribute) {
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
