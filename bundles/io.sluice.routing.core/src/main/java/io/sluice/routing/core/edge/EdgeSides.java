// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import io.sluice.routing.core.EdgeSide;
import io.sluice.routing.core.RouterCore;

/** What routers have to do with edges, by their modes. */
public final class EdgeSides {

    private EdgeSides() {}

    /** Returns what a router has to do with edges, with the times that routers keep. */
    public static EdgeSide of(RouterCore core) {
        return of(core, EdgeTimes.DEFAULT);
    }

    /** Returns what a router has to do with edges. */
    static EdgeSide of(RouterCore core, EdgeTimes times) {
        switch (core.info().mode()) {
            case "edge":
                core.table().asEdge(core.info().id());
                EdgeRouter router = new EdgeRouter(core, times);
                router.watch();
                return router;
            case "interior":
                EdgeHost host = new EdgeHost(core, times);
                host.watch();
                return host;
            default:
                return EdgeSide.NONE;
        }
    }
}
