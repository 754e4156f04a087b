// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.ExchangeRule;

/** An exchange as management sees it. */
final class ExchangeEntity {

    private ExchangeEntity() {}

    static ManagedEntity of(Exchange exchange) {
        return new CoreEntity(EntityTypes.EXCHANGE, exchange.rule().identity(), exchange.rule().name(),
                attribute -> attribute(exchange, attribute));
    }

    private static Object attribute(Exchange exchange, String attribute) {
        ExchangeRule rule = exchange.rule();
        return switch (attribute) {
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
