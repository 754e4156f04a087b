// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.function.Supplier;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.AutoLinkRule;

/** An {@code autoLink} configuration as management sees it. */
final class AutoLinkEntity {

    private AutoLinkEntity() {}

    static ManagedEntity of(AutoLinkRule rule, Supplier<AutoLinkStatus> status) {
        return new CoreEntity(EntityTypes.AUTO_LINK_CONFIG, rule.identity(), rule.name(),
                attribute -> attribute(rule, status, attribute));
    }

    private static Object attribute(AutoLinkRule rule, Supplier<AutoLinkStatus> status, String attribute) {
        return switch (attribute) {
            case "address", "addr" -> rule.address();
            case "direction", "dir" -> rule.incoming() ? "in" : "out";
            case "phase" -> rule.phase() - '0';
            case "connection" -> rule.connection();
            case "containerId" -> rule.containerId();
            case "externalAddress", "externalAddr" -> rule.externalAddress();
            case "fallback" -> rule.fallback();
            case "linkRef" -> status.get().link();
            case "operStatus" -> status.get().state().toString();
            case "lastError" -> status.get().lastError();
            default -> null;
        };
    }
}
