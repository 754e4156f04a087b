// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.Map;
import java.util.function.Supplier;

import io.sluice.management.api.ManagedEntity;

/** A listener or connector in management: its configuration and some live attributes. Any thread. */
final class EndpointEntity implements ManagedEntity {

    /** Attribute that must never be shown. */
    private static final String PASSWORD = "saslPassword";

    private final String type;
    private final Map<String, Object> configured;
    private final String identity;
    private final String name;
    private final Map<String, Supplier<?>> live;

    /**
     * Makes an entity.
     *
     * @param type short type name
     * @param configured values by attribute name, {@code host} and {@code port} among them
     * @param live suppliers of the attributes that change by themselves
     */
    EndpointEntity(String type, Map<String, Object> configured, Map<String, Supplier<?>> live) {
        this.type = type;
        this.configured = configured;
        this.live = live;
        Object given = configured.get("name");
        String place = type + "/" + configured.get("host") + ":" + configured.get("port");
        boolean named = given != null && !given.toString().isEmpty() && !given.equals(configured.get("identity"));
        identity = configured.get("identity") != null ? configured.get("identity").toString()
            : named ? place + ":" + given : place;
        name = named ? given.toString() : identity;
    }

    @Override
    public String entityType() {
        return type;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Object attribute(String attribute) {
        Supplier<?> supplier = live.get(attribute);
        if (supplier != null) {
            return supplier.get();
        }
        return switch (attribute) {
            case "name" -> name;
            case "identity" -> identity;
            case PASSWORD -> null;
            default -> configured.get(attribute);
        };
    }
}
