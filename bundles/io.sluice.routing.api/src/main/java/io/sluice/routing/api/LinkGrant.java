// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * What the core grants to a link. Immutable.
 *
 * @param linkId the number for logs and management
 * @param address the address in effect: for a dynamic terminus the assigned one as the peer is told it; null on an
 *     anonymous link
 * @param owningAddress the full address key shown as {@code owningAddr}, null on an anonymous link
 * @param priority 0 to 9: links of higher priority are served first on their connection
 */
public record LinkGrant(long linkId, String address, String owningAddress, int priority) {

    /** The priority of links whose address has none configured. */
    public static final int DEFAULT_PRIORITY = 4;
}
