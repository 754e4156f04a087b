// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

/**
 * A connection that is about to open. Immutable.
 *
 * @param connection its number, as in log lines
 * @param role of its listener or connector
 * @param outgoing this router dialled it
 * @param policyVhost the virtual host that its listener or connector names, or null
 * @param hostname the virtual host that the peer names, or null
 * @param user who the peer is
 * @param remoteAddress the peer's address with its port
 */
public record PolicyRequest(
        long connection,
        String role,
        boolean outgoing,
        String policyVhost,
        String hostname,
        String user,
        String remoteAddress) {}
