// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.core.address.AddressKeys;
import io.sluice.routing.core.address.Resolved;
import io.sluice.routing.core.address.Treatment;

/** Decides what becomes of a request to attach a link. Control thread only. */
public final class AttachRules {

    static final LinkError COORDINATOR = new LinkError(
            "amqp:precondition-failed",
            "The router can't coordinate transactions by itself, a linkRoute to a coordinator must be configured to use"
                    + " transactions.");

    static final String ROUTED_ADDRESS_PROPERTY = "x-opt-qd.address";
    public static final String EDGE_DOWNLINK = "qd.router-edge-downlink";
    public static final String WAYPOINT = "qd.waypoint";

    private final AddressTable table;
    private final LinkNames names;

    AttachRules(AddressTable table, LinkNames names) {
        this.table = table;
        this.names = names;
    }

    /**
     * A decision.
     *
     * @param error why the link is refused, null if it is granted
     * @param address the address in effect, null on an anonymous link
     * @param resolved what it means, null on an anonymous link
     */
    public record Decision(LinkError error, String address, Resolved resolved) {

        private static Decision refused(LinkError error) {
            return new Decision(error, null, null);
        }
    }

    static boolean isAnonymous(LinkDescriptor link) {
        return switch (link.kind()) {
            case ANONYMOUS -> true;
            case ADDRESSED -> link.address() == null || link.address().isEmpty();
            default -> false;
        };
    }

    /** Returns true if messages of a link say themselves where they go. */
    static boolean isUnaddressed(LinkDescriptor link) {
        return isAnonymous(link) || link.incoming() && isDownlink(link);
    }

    /** Returns true for the link by which an edge router is sent what is for itself. */
    static boolean isDownlink(LinkDescriptor link) {
        return link.bareCapability() && link.capabilities().contains(EDGE_DOWNLINK);
    }

    Decision decide(LinkDescriptor link, ConnectionDescriptor connection) {
        if (isAnonymous(link)) {
            return link.incoming() ? new Decision(null, null, null) : Decision.refused(LinkError.NO_ROUTE);
        }
        return switch (link.kind()) {
            case COORDINATOR -> Decision.refused(COORDINATOR);
            case DYNAMIC -> dynamic(link, connection);
            default -> addressed(link, connection, link.address());
        };
    }

    private Decision dynamic(LinkDescriptor link, ConnectionDescriptor connection) {
        if (link.nodeProperties().containsKey(ROUTED_ADDRESS_PROPERTY)) {
            // Asks for a link route, and there is none for it.
            return Decision.refused(LinkError.NO_ROUTE);
        }
        String address = link.address();
        if (address == null) {
            address = link.incoming()
                    ? AddressKeys.temporaryTarget(names.discriminator())
                    : table.keys().temporarySource(names.discriminator());
        }
        Resolved resolved = table.resolve(address, connection.tenant(), link.incoming(), -1);
        return new Decision(null, address, resolved.with(Treatment.BALANCED));
    }

    private Decision addressed(LinkDescriptor link, ConnectionDescriptor connection, String address) {
        boolean fromEdge = EdgeSide.ROLE.equals(connection.role());
        if (fromEdge && !link.incoming() && isDownlink(link)) {
            return new Decision(null, address, new Resolved(AddressKeys.EDGE + address, Treatment.CLOSEST, -1));
        }
        int waypoint = waypoint(link);
        int phase = waypoint < 0 || link.incoming() ? waypoint : waypoint - 1;
        Resolved resolved = (fromEdge || !link.incoming()) && Fallback.isAskedFor(link)
                ? table.resolveFallback(address, connection.tenant())
                : table.resolve(address, connection.tenant(), link.incoming(), phase);
        if (!link.incoming() && (resolved.key().charAt(0) == AddressKeys.ROUTER
                || resolved.key().equals(AddressKeys.UPLINK))) {
            // What comes for a router is not for a client to receive.
            return Decision.refused(LinkError.NO_ROUTE);
        }
        if (resolved.treatment().equals(Treatment.UNAVAILABLE) && table.get(resolved.key()) == null) {
            // An address in use stays as it is until nobody uses it any more.
            return Decision.refused(LinkError.NOT_FOUND);
        }
        return new Decision(null, address, resolved);
    }

    /** Returns N of capability {@code qd.waypoint.N}, 1 of {@code qd.waypoint}, or -1. */
    private static int waypoint(LinkDescriptor link) {
        for (String capability : link.capabilities()) {
            if (capability.equals(WAYPOINT)) {
                return 1;
            }
            int length = capability.length();
            if (length == WAYPOINT.length() + 2 && capability.startsWith(WAYPOINT + ".")) {
                char digit = capability.charAt(length - 1);
                if (digit >= '1' && digit <= '9') {
                    return digit - '0';
                }
            }
        }
        return -1;
    }
}
