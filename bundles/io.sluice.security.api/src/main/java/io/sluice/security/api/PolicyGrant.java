// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

/**
 * What a policy says to a connection. Immutable.
 *
 * @param allowed the connection may open
 * @param counted it counts as open
 * @param vhost the virtual host that it belongs to
 * @param user who the peer is
 * @param host the peer's address without its port
 * @param settings what it may do; null if it may not open
 */
public record PolicyGrant(
        boolean allowed, boolean counted, String vhost, String user, String host, PolicySettings settings) {

    /** Returns the refusal to open. */
    public static PolicyGrant denied(String vhost, String user, String host) {
        return new PolicyGrant(false, false, vhost, user, host, null);
    }
}
