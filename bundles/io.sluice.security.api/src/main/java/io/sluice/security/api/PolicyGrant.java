// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

/**
 * What a policy says to a connection. Immutable.
 *
 * @param allowed the connection may open
 * @param counted it counts as open
 * @param vhost the virtual host that it belongs to
 * @param asked the name by which the virtual host was asked for, for log lines
 * @param user who the peer is
 * @param peer the peer's address with its port
 * @param host the peer's address without its port
 * @param settings what it may do; null if it may not open
 */
public record PolicyGrant(
        boolean allowed, boolean counted, String vhost, String asked, String user, String peer, String host,
        PolicySettings settings) {

    /** The refusal to open. */
    public static final PolicyGrant DENIED = new PolicyGrant(false, false, "", "", "", "", "", null);
}
