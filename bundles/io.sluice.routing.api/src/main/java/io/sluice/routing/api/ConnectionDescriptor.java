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
 */
public record ConnectionDescriptor(
        long id, String name, String role, boolean outgoing, String container, String user, String tenant, int cost) {}
