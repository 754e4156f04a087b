// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.BindingRule;

/** A binding as management sees it. */
final class BindingEntity {

    private BindingEntity() {}

    static ManagedEntity of(Binding binding) {
        return new CoreEntity(EntityTypes.BINDING, binding.rule().identity(), binding.rule().name(),
                attribute -> attribute(binding, attribute));
    }

    private static Object attribute(Binding binding, String attribute) {
        BindingRule rule = binding.rule();
        return switch (attribute) {
            case "exchangeName" -> rule.exchange();
            case "bindingKey" -> rule.key();
            case "nextHopAddress" -> rule.address();
            case "nextHopPhase" -> rule.phase();
            case "matchedCount" -> binding.matched();
            default -> null;
        };
    }
}
