// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * Why a link was refused or ended. Immutable.
 *
 * @param condition the AMQP error condition, null for a detach without error
 * @param description the text for the peer
 */
public record LinkError(String condition, String description) {

    /** No such destination. */
    public static final LinkError NO_ROUTE =
            new LinkError("qd:no-route-to-dest", "No route to the destination node");
    /** The address is configured as unavailable. */
    public static final LinkError NOT_FOUND = new LinkError("amqp:not-found", "Node not found");
}
