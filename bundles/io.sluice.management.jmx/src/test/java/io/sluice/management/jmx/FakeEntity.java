// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** An entity with settable values. */
final class FakeEntity implements ManagedEntity {

    final Map<String, Object> values = new ConcurrentHashMap<>();
    final Map<String, Object> updates = new ConcurrentHashMap<>();
    private final String type;
    private final String identity;
    private final String name;

    FakeEntity(String type, String identity, String name) {
        this.type = type;
        this.identity = identity;
        this.name = name;
    }

    FakeEntity with(String attribute, Object value) {
        values.put(attribute, value);
        return this;
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
        return values.get(attribute);
    }

    @Override
    public void update(Map<String, Object> changes) throws ManagementException {
        if (changes.containsValue("forbidden")) {
            throw new ManagementException(ManagementException.FORBIDDEN, "not for you");
        }
        updates.putAll(changes);
    }
}
