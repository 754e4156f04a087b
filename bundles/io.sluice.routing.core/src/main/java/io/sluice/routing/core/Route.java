// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.network.NetworkPaths;

/**
 * The way to another router at one moment. Immutable.
 *
 * @param hop the connection to send by
 * @param cost of the whole way
 * @param node the router's number in the paths
 * @param paths what the way comes from; null if origins cannot be judged by it
 */
record Route(Trunk hop, int cost, int node, NetworkPaths paths) {

    /** Returns true if what entered the network at a router comes through here on its best way. */
    boolean isValidOrigin(int origin) {
        return paths == null || origin == RouterDirectory.UNNUMBERED
            || origin != RouterDirectory.UNKNOWN && paths.isValidOrigin(node, origin);
    }

    /** Returns the same way for a time in which routers have other numbers. */
    Route withoutOrigins() {
        return paths == null ? this : new Route(hop, cost, node, null);
    }
}
