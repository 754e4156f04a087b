// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** A binding as management sees it. */
final class BindingEntity implements ManagedEntity {

    private final Binding binding;

    BindingEntity(Binding binding) {
        this.binding = binding;
    }

    @Override
    public String entityType() {
        return EntityTypes.BINDING;
    }

    @Override
    public String identity() {
        return binding.rule().identity();
    }

    @Override
    public String name() {
        return binding.rule().name();
    }

    @Override
    public Object attribute(String attribute) {
        BindingRule rule = binding.rule();
        return switch (attribute) {
            case "name" -> rule.name();
            case "identity" -> rule.identity();
            case "type" -> EntityTypes.full(EntityTypes.BINDING);
            case "exchangeName" -> rule.exchange();
            case "bindingKey" -> rule.key();
            case "nextHopAddress" -> rule.address();
            case "nextHopPhase" -> rule.phase();
            case "matchedCount" -> binding.matched();
            default -> null;
        };
    }
}
