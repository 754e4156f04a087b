// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.function.Function;

import io.sluice.management.api.ManagedEntity;

/**
 * Something of the core as management sees it: who it is, and where the rest of its attributes comes from. Immutable.
 *
 * @param entityType short name of the type
 * @param identity unique within the type
 * @param name null if it has none
 * @param others the value of any other attribute, null if it is unset or unknown
 */
record CoreEntity(String entityType, String identity, String name, Function<String, Object> others)
        implements ManagedEntity {

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name;
            case "identity" -> identity;
            case "type" -> EntityTypes.full(entityType);
            default -> others.apply(attribute);
        };
    }
}
