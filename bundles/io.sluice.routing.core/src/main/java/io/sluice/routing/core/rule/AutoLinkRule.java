// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.core.address.AddressKeys;

/**
 * One {@code autoLink} configuration. Immutable.
 *
 * @param pid the configuration it came from
 * @param identity as management shows it
 * @param name as configured, null if it was not
 * @param address the address within the router
 * @param incoming the container sends and the router receives
 * @param phase {@code 0} to {@code 9}, or {@link AddressKeys#FALLBACK}
 * @param connection name of the listener or connector whose connections it is for, or null
 * @param containerId the container it is for, or null
 * @param externalAddress the node in the container if it has another name, or null
 * @param fallback for messages that find no other consumer, or for such messages on their way back
 */
public record AutoLinkRule(
        String pid,
        String identity,
        String name,
        String address,
        boolean incoming,
        char phase,
        String connection,
        String containerId,
        String externalAddress,
        boolean fallback) {

    /** Returns the node in the container. */
    public String node() {
        return externalAddress == null ? address : externalAddress;
    }

    /** Returns true if the auto-link is for a connection. */
    public boolean matches(ConnectionDescriptor candidate) {
        return connection != null ? connection.equals(candidate.name())
                : containerId != null && containerId.equals(candidate.container());
    }

    /** Returns what log lines call it. */
    public String label() {
        return "'" + (name == null ? identity : name) + "' on "
                + (connection != null ? "connection " + connection : "container " + containerId);
    }
}
