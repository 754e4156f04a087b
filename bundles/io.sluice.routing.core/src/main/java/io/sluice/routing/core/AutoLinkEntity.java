// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.function.Supplier;

import io.sluice.management.api.ManagedEntity;

/** An {@code autoLink} configuration as management sees it. */
final class AutoLinkEntity implements ManagedEntity {

    private final AutoLinkRule rule;
    private final Supplier<AutoLinkStatus> status;

    AutoLinkEntity(AutoLinkRule rule, Supplier<AutoLinkStatus> status) {
        this.rule = rule;
        this.status = status;
    }

    @Override
    public String entityType() {
        return EntityTypes.AUTO_LINK_CONFIG;
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
            case "type" -> EntityTypes.full(EntityTypes.AUTO_LINK_CONFIG);
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
