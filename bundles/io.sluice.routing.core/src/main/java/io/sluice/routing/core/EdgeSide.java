// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;

/**
 * What a router has to do with edges: it is one, it serves them, or neither. Control thread only, except where said.
 */
public interface EdgeSide {

    /** The role of connections between an edge and an interior router. */
    String ROLE = "edge";

    /** Makes what a router needs by its mode, before the router starts. */
    interface Factory {

        /** Returns what a router has to do with edges. */
        EdgeSide make(RouterCore core);
    }

    /** Of a router that has nothing to do with edges. */
    EdgeSide NONE = new EdgeSide() { };

    /** A connection is open, and has announced what an earlier router began there. */
    default void opened(CoreConnection connection, List<Link> announced) {}

    default void closed(CoreConnection connection) {}

    /**
     * A peer asks for a link.
     *
     * @return true if it is taken care of, now or later
     */
    default boolean attach(Link link, LinkControl links) {
        return false;
    }

    /** Returns where messages go that nobody here has; null if nowhere. Any thread. */
    default EdgeOutlet outlet() {
        return null;
    }
}
