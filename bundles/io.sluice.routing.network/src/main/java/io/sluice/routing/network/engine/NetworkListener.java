// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.paths.Paths;

/**
 * What the engine tells the rest of the router. Called on the engine's thread, from within a call to the engine;
 * implementations must not call back into it. Routers are numbers: 0 is this one, a number is given out again only
 * after {@link #nodeRemoved}.
 */
public interface NetworkListener {

    /** Writes a message to the control link of a connection. A message that cannot be written is lost. */
    void send(long connection, Envelope envelope);

    /** Another router became known. */
    void nodeAdded(int node, String id);

    /** A router is forgotten. All its addresses were removed before. */
    void nodeRemoved(int node, String id);

    /** A router is a neighbour, to be reached by this connection; replaces an earlier one. */
    void neighbourLink(int node, long connection);

    /** A router is no neighbour any more. */
    void neighbourLost(int node);

    /** There are new paths: next hops, costs, valid origins and the radius. */
    void pathsChanged(Paths paths);

    /**
     * A router has consumers for an address.
     *
     * @param key the address with class and phase, as in {@code M0orders}
     * @param hint the treatment there as the protocol counts it, or -1 if it was not told
     */
    void addressAdded(int node, String key, int hint);

    /** A router has no consumers for an address any more. */
    void addressRemoved(int node, String key);
}
