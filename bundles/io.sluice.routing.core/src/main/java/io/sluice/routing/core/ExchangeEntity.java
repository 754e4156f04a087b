// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** An exchange as management sees it. */
final class ExchangeEntity implements ManagedEntity {

    private final Exchange exchange;

    ExchangeEntity(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public String entityType() {
        return EntityTypes.EXCHANGE;
    }

    @Override
    public String identity() {
        return exchange.rule().identity();
    }

    @Override
    public String name() {
        return exchange.rule().name();
    }

    @Override
    public Object attribute(String attribute) {
        ExchangeRule rule = exchange.rule();
        return switch (attribute) {
            case "name" -> rule.name();
            case "identity" -> rule.identity();
            case "type" -> EntityTypes.full(EntityTypes.EXCHANGE);
            case "address" -> rule.address();
            case "phase" -> rule.phase();
            case "alternateAddress" -> rule.alternate();
            case "alternatePhase" -> rule.alternate() == null ? null : rule.alternatePhase();
            case "matchMethod" -> rule.method().toString();
            case "bindingCount" -> exchange.bindingCount();
            case "receivedCount" -> exchange.received();
            case "droppedCount" -> exchange.dropped();
            case "forwardedCount" -> exchange.forwarded();
            case "divertedCount" -> exchange.diverted();
            default -> null;
        };
    }
}
