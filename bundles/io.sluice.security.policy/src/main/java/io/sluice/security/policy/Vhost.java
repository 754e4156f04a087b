// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.List;
import java.util.Map;

/**
 * The rules of one virtual host. Immutable.
 *
 * @param hostname its name, or a pattern
 * @param aliases other names
 * @param maxConnections the most connections at a time
 * @param maxMessageSize null: as the policy has it
 * @param maxPerUser the most connections of one user
 * @param maxPerHost the most connections of one host
 * @param allowUnknownUser users of no group are in group {@value #DEFAULT_GROUP}
 * @param groups by name
 * @param written the groups as they were given
 */
record Vhost(
        String hostname,
        List<String> aliases,
        long maxConnections,
        Long maxMessageSize,
        long maxPerUser,
        long maxPerHost,
        boolean allowUnknownUser,
        Map<String, Group> groups,
        Map<String, Object> written) {

    static final String DEFAULT_GROUP = "$default";
    static final String CONNECTOR_GROUP = "$connector";

    private static final String EVERYBODY = "*";

    /** Returns the group that a user belongs to, null if there is none. */
    Group groupOf(String user) {
        Group everybody = null;
        for (Group group : groups.values()) {
            if (group.name().equals(CONNECTOR_GROUP)) {
                continue;
            }
            if (group.users().contains(user)) {
                return group;
            }
            if (group.users().contains(EVERYBODY)) {
                everybody = group;
            }
        }
        return everybody != null ? everybody : allowUnknownUser ? groups.get(DEFAULT_GROUP) : null;
    }
}
