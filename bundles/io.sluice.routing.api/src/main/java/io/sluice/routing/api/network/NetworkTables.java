// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api.network;

import java.util.Map;

import io.sluice.routing.api.Delivery;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What the core knows of the network, written by the one {@link NetworkMember}. Any thread; calls take effect in their
 * sequence, on the core's control thread. After {@link #leave}, and once the core is gone, every call is without
 * effect.
 *
 * <p>Routers are numbers from 1; 0 is this router. A number may be given out again after {@link #nodeRemoved}.
 */
@ProviderType
public interface NetworkTables {

    /**
     * Sends a message by the control link of a connection, when everything said before is in effect: whoever reads it
     * may send messages at once that are routed by it. It is complete, and settled.
     *
     * @return false if there is no such link: the message is lost
     */
    boolean send(long connection, Delivery delivery);

    /** Another router became known. */
    void nodeAdded(int node, String id);

    /** A router is forgotten; so are the addresses that it had. */
    void nodeRemoved(int node);

    /** A router is a neighbour, to be reached by this connection; replaces an earlier one. */
    void neighbour(int node, long connection);

    /** A router is no neighbour any more. */
    void neighbourLost(int node);

    /** There are new paths. */
    void paths(NetworkPaths paths);

    /**
     * A router has consumers for an address.
     *
     * @param key class, phase and text
     * @param treatment as in {@link NetworkMember#addressAdded}, or -1 if it was not told
     */
    void addressAdded(int node, String key, int treatment);

    /** A router has no consumers for an address any more. */
    void addressRemoved(int node, String key);

    /**
     * A new member begins to say what it knows of the network. What an earlier one had said stays until
     * {@link #replaced}; what has not been said again by then is forgotten. Node numbers are those of the new member
     * from here on; routers are matched by id.
     */
    void replace();

    /** Ends what {@link #replace} began. */
    void replaced();

    /**
     * Returns a place for values of JDK types that a later member finds again. It is as old as the core. The map may be
     * used by any thread.
     */
    Map<String, Object> memory();

    /** The member is no more. The core forwards by what it was told last. */
    void leave();
}
