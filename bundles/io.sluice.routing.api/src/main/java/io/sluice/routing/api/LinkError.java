// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

/**
 * Why a link was refused or ended. Immutable.
 *
 * @param condition the AMQP error condition, null for a detach without error
 * @param description the text for the peer
 * @param info the encoded map of further information, null for none; not to be changed
 */
public record LinkError(String condition, String description, byte[] info) {

    /** No such destination. */
    public static final LinkError NO_ROUTE =
            new LinkError("qd:no-route-to-dest", "No route to the destination node");
    /** The address is configured as unavailable. */
    public static final LinkError NOT_FOUND = new LinkError("amqp:not-found", "Node not found");
    /** The other end of a routed link has gone without a word. */
    public static final LinkError ROUTED_LINK_LOST =
            new LinkError("qd:routed-link-lost", "Connectivity to the peer container was lost");
    /** A link that outlives its session is not to be routed. */
    public static final LinkError LINK_EXPIRATION =
            new LinkError("qd:link-expiration", "Requested link expiration not allowed");

    /** Makes an error without further information. */
    public LinkError(String condition, String description) {
        this(condition, description, null);
    }
}
