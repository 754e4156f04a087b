// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import io.sluice.management.api.ManagedEntity;

/** What was allowed and denied on connections of one vhost, for management. */
final class VhostStatsEntity implements ManagedEntity {

    static final String TYPE = "vhostStats";

    private final String hostname;
    private final Counts counts;

    VhostStatsEntity(String hostname, Counts counts) {
        this.hostname = hostname;
        this.counts = counts;
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public String identity() {
        return TYPE + '/' + hostname;
    }

    @Override
    public String name() {
        return identity();
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "identity", "name" -> identity();
            case "id", "hostname" -> hostname;
            default -> counts.attribute(attribute);
        };
    }
}
