// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.LinkDescriptor;
import java.util.Set;

/** What is special about links between routers. Stateless. */
final class RouterLinks {

    private static final String CONTROL = "qd.router";
    private static final String DATA = "qd.router-data";
    private static final String DOWNLINK = "qd.router-edge-downlink";
    /** The session of an edge router's links to what serves edge routers. */
    private static final String CORE_SESSION = "core";
    private static final Set<String> BOTH_ENDS = Set.of(CONTROL, DATA, DOWNLINK);

    private RouterLinks() { }

    /** Tells whether connections of a role are between routers. */
    static boolean role(String role) {
        return role.equals("inter-router") || role.equals("edge");
    }

    private static String capability(LinkDescriptor link) {
        return link.bareCapability() && link.capabilities().size() == 1 ? link.capabilities().get(0) : "";
    }

    /** Tells whether both ends of a link that this router begins have its capability. */
    static boolean namesBothEnds(LinkDescriptor asked) {
        return BOTH_ENDS.contains(capability(asked));
    }

    /** Tells whether the other end of a link that this router begins is left out. */
    static boolean namesOneEnd(LinkDescriptor asked) {
        return asked.kind() == LinkDescriptor.Kind.DYNAMIC
            || CORE_SESSION.equals(asked.session()) && !asked.incoming();
    }

    /** Tells whether a link carries the router protocol. */
    static boolean control(String role, LinkDescriptor link) {
        return role.equals("inter-router") && CONTROL.equals(capability(link));
    }

    /**
     * Tells whether the peer's credit is replenished with each delivery, settled or not: one slow client must not
     * stop what others send through the same link.
     */
    static boolean eager(String role, LinkDescriptor link) {
        String capability = capability(link);
        return role.equals("edge")
            || role.equals("inter-router") && (CONTROL.equals(capability) || DATA.equals(capability));
    }

    /** Tells whether messages of a link name their address themselves. */
    static boolean unaddressed(LinkDescriptor link) {
        return link.kind() == LinkDescriptor.Kind.ANONYMOUS || DOWNLINK.equals(capability(link));
    }
}
