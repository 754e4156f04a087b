// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * What the core needs to know of a connection. Immutable.
 *
 * @param id connection number, as in logs {@code [C<id>]}
 * @param name name of the listener or connector it came from
 * @param role {@code normal}, {@code inter-router}, {@code route-container} or {@code edge}
 * @param outgoing this side dialled
 * @param container the peer's container id
 * @param user the authenticated user, null if none
 * @param tenant the tenant space with its trailing {@code /}, null if the connection is not multi-tenant
 * @param cost inter-router cost, at least 1
 * @param linkCapacity the credit window of links that the router begins on it
 * @param streamingLinks the peer offers the capability {@code qd.streaming-links}
 */
public record ConnectionDescriptor(
        long id, String name, String role, boolean outgoing, String container, String user, String tenant, int cost,
        int linkCapacity, boolean streamingLinks) {

    /** The window where none is configured. */
    public static final int DEFAULT_LINK_CAPACITY = 250;

    /** Makes the description of a connection whose peer offers no streaming links. */
    public ConnectionDescriptor(
            long id,
            String name,
            String role,
            boolean outgoing,
            String container,
            String user,
            String tenant,
            int cost,
            int linkCapacity) {
        this(id, name, role, outgoing, container, user, tenant, cost, linkCapacity, false);
    }

    /** Makes the description of a connection with the default window. */
    public ConnectionDescriptor(
            long id,
            String name,
            String role,
            boolean outgoing,
            String container,
            String user,
            String tenant,
            int cost) {
        this(id, name, role, outgoing, container, user, tenant, cost, DEFAULT_LINK_CAPACITY);
    }
}
