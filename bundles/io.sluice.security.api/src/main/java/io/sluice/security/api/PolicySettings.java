// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

/**
 * The rights and limits of one connection. Immutable.
 *
 * @param maxFrameSize bytes; 0: as its listener has it
 * @param maxSessions 0: as its listener has it
 * @param maxSessionWindow bytes; 0: as its listener has it
 * @param maxSenders links on which the peer sends; 0: no limit
 * @param maxReceivers links on which the peer receives; 0: no limit
 * @param maxMessageSize bytes; 0: no limit
 * @param allowDynamicSource it may have addresses made
 * @param allowAnonymousSender it may send without naming a target in its attach
 * @param allowUserIdProxy its messages may name other users
 * @param allowWaypointLinks its links may have the capability {@code qd.waypoint}
 * @param allowFallbackLinks its links may have the capability {@code qd.fallback}
 * @param allowDynamicLinkRoutes it may make link routes to itself
 * @param allowAdminStatusUpdate it may close other connections
 * @param sources where it may receive from
 * @param targets where it may send to
 */
public record PolicySettings(
        int maxFrameSize,
        int maxSessions,
        int maxSessionWindow,
        int maxSenders,
        int maxReceivers,
        long maxMessageSize,
        boolean allowDynamicSource,
        boolean allowAnonymousSender,
        boolean allowUserIdProxy,
        boolean allowWaypointLinks,
        boolean allowFallbackLinks,
        boolean allowDynamicLinkRoutes,
        boolean allowAdminStatusUpdate,
        AddressFilter sources,
        AddressFilter targets) {}
