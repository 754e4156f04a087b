// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.Map;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** A vhost, for management and for the policy. Any thread. */
final class VhostEntity implements ManagedEntity {

    static final String TYPE = "vhost";

    /** Has attributes changed, for good. */
    interface Change {
        void apply(String identity, Map<String, Object> changes) throws ManagementException;
    }

    private final String identity;
    private final Change change;
    private final Counts counts;
    private final VhostStatsEntity stats;
    private volatile Map<String, Object> attributes = Map.of();
    private volatile Vhost rules;

    VhostEntity(String hostname, Counts counts, Change change) {
        this.identity = TYPE + '/' + hostname;
        this.counts = counts;
        this.change = change;
        this.stats = new VhostStatsEntity(hostname, counts);
    }

    Vhost rules() {
        return rules;
    }

    void rules(Vhost newRules) {
        rules = newRules;
    }

    void attributes(Map<String, Object> newAttributes) {
        attributes = Map.copyOf(newAttributes);
    }

    Counts counts() {
        return counts;
    }

    VhostStatsEntity stats() {
        return stats;
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String name() {
        return attributes.get("name") instanceof String name ? name : identity;
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "identity" -> identity;
            case "name" -> name();
            case VhostReader.GROUPS -> rules == null ? null : rules.written();
            default -> attributes.get(attribute);
        };
    }

    @Override
    public void update(Map<String, Object> changes) throws ManagementException {
        change.apply(identity, changes);
    }
}
