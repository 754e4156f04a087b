// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.management.api.ManagedEntity;

/** A message interceptor as management sees it. */
final class InterceptorEntity implements ManagedEntity {

    private final InterceptorSlot slot;

    InterceptorEntity(InterceptorSlot slot) {
        this.slot = slot;
    }

    static String identity(InterceptorSlot slot) {
        return "interceptor/" + slot.serviceId();
    }

    @Override
    public String entityType() {
        return EntityTypes.INTERCEPTOR;
    }

    @Override
    public String identity() {
        return identity(slot);
    }

    @Override
    public String name() {
        return slot.name();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> slot.name();
            case "identity" -> identity();
            case "type" -> EntityTypes.full(EntityTypes.INTERCEPTOR);
            case "ranking" -> slot.ranking();
            case "messagesSeen" -> slot.seen();
            case "messagesAnnotated" -> slot.annotated();
            case "messagesRedirected" -> slot.redirected();
            case "messagesRejected" -> slot.rejected();
            case "messagesFailed" -> slot.failed();
            default -> null;
        };
    }
}
