// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api.network;

import io.sluice.routing.api.Delivery;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who speaks the router protocol. Called on the core's control thread, except {@link #onMessage}; must not block, and
 * must not hold on to the core's objects after {@link NetworkTables#leave}.
 */
@ConsumerType
public interface NetworkMember {

    /**
     * The control links of a connection to another router are there, in both directions. Said again if the cost
     * changes.
     *
     * @param connection the connection's number
     * @param container the other end's container id, which is its router id
     * @param cost the greater of what both ends say
     */
    void neighbourUp(long connection, String container, int cost);

    /** A connection, or one of its control links, is gone. */
    void neighbourDown(long connection);

    /**
     * An address has got its first consumer here that other routers are to know of.
     *
     * @param key class, phase and text, as in {@code M0orders}; classes {@code M}, {@code C}, {@code D}, {@code E},
     *     {@code F} and {@code H}
     * @param treatment as the protocol counts it: 0 flood, 1 multicast, 2 closest, 3 balanced, 4 link balanced
     */
    void addressAdded(String key, int treatment);

    /** An address has no such consumer any more. */
    void addressRemoved(String key);

    /** The core has told all there was when the member joined. */
    void replayed();

    /**
     * A message came by a control link. Called on the loop of that connection, with the complete message; it counts as
     * accepted and is not to be settled. Only what is needed of it may be kept.
     *
     * @return false if it cannot be taken now; it is lost then
     */
    boolean onMessage(long connection, Delivery delivery);
}
