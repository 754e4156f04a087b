// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.Map;
import java.util.Set;

import io.sluice.security.api.AddressFilter;
import io.sluice.security.api.PolicySettings;

/**
 * A group of users of a vhost. Immutable.
 *
 * @param name its name
 * @param users who belongs to it; {@code *} stands for everybody
 * @param hosts where its users may connect from
 * @param values its settings by attribute, converted, with defaults
 */
record Group(String name, Set<String> users, RemoteHosts hosts, Map<String, Object> values) {

    private static final String MESSAGE_SIZE = "maxMessageSize";

    /** Returns a limit; another one where the group has none of its own. */
    long limit(String attribute, long otherwise) {
        return values.get(attribute) instanceof Number number ? number.longValue() : otherwise;
    }

    private int number(String attribute) {
        return (int) Math.min(Integer.MAX_VALUE, limit(attribute, 0));
    }

    private boolean flag(String attribute) {
        return Boolean.TRUE.equals(values.get(attribute));
    }

    /** Returns what a user of this group may do. */
    PolicySettings settings(String user, long vhostMessageSize) {
        return new PolicySettings(number("maxFrameSize"), number("maxSessions"), number("maxSessionWindow"),
            number("maxSenders"), number("maxReceivers"), limit(MESSAGE_SIZE, vhostMessageSize),
            flag("allowDynamicSource"), flag("allowAnonymousSender"), flag("allowUserIdProxy"),
            flag("allowWaypointLinks"), flag("allowFallbackLinks"), flag("allowDynamicLinkRoutes"),
            flag("allowAdminStatusUpdate"), filter("sources", "sourcePattern", user),
            filter("targets", "targetPattern", user));
    }

    private AddressFilter filter(String list, String patterns, String user) {
        if (values.get(list) instanceof String text) {
            return AddressFilter.list(text, user);
        }
        return values.get(patterns) instanceof String text ? AddressFilter.patterns(text, user) : AddressFilter.NONE;
    }
}
