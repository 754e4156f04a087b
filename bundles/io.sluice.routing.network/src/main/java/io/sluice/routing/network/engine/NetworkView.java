// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * The network as a router knows it at one moment. Immutable.
 *
 * @param routers this router first
 * @param paths its paths
 */
public record NetworkView(List<RouterView> routers, Paths paths) {

    /** Copies the list. */
    public NetworkView {
        routers = List.copyOf(routers);
    }

    /** Returns the ids of the other routers whose messages for one come through here; computes them. */
    public List<String> validOrigins(RouterView target) {
        List<String> ids = new ArrayList<>();
        for (RouterView origin : routers) {
            if (origin.number() != Paths.SELF && paths.isValidOrigin(target.number(), origin.number())) {
                ids.add(origin.id());
            }
        }
        return ids;
    }
}
