// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** An entity with fixed attributes, of which changes are remembered. */
final class FakeEntity implements ManagedEntity {

    final Map<String, Object> attributes;
    String requester;
    ManagementException refusal;
    private final String type;
    private final String identity;
    private final String name;

    FakeEntity(String type, String identity, String name, Map<String, ?> attributes) {
        this.type = type;
        this.identity = identity;
        this.name = name;
        this.attributes = new LinkedHashMap<>(attributes);
    }

    /** Returns an entity as a reply shows it. */
    static FakeEntity shown(String type, Map<?, ?> body, String otherIdentity) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        body.forEach((key, value) -> attributes.put(key.toString(), value));
        Object identity = attributes.getOrDefault("identity", otherIdentity);
        return new FakeEntity(type, String.valueOf(identity), (String) attributes.get("name"), attributes);
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
        Object value = attributes.get(attribute);
        return value == null && attribute.equals("enableFallback") ? attributes.get("fallback") : value;
    }

    @Override
    public void update(Map<String, Object> changes) throws ManagementException {
        if (refusal != null) {
            throw refusal;
        }
        attributes.putAll(changes);
    }

    @Override
    public void update(Map<String, Object> changes, String from) throws ManagementException {
        requester = from;
        update(changes);
    }
}
