// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.network.engine.NetworkView;
import io.sluice.routing.network.engine.RouterView;
import io.sluice.routing.network.paths.Paths;

/** A router of the network, as management shows it. */
final class NodeEntity implements ManagedEntity {

    static final String TYPE = "router.node";

    private record State(RouterView router, NetworkView network, long lastChange) {}

    private final String id;
    private volatile State state;

    NodeEntity(RouterView router, NetworkView network, long lastChange) {
        this.id = router.id();
        update(router, network, lastChange);
    }

    void update(RouterView router, NetworkView network, long lastChange) {
        state = new State(router, network, lastChange);
    }

    static String identity(String id) {
        return TYPE + "/" + id;
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public String identity() {
        return identity(id);
    }

    @Override
    public String name() {
        return identity();
    }

    @Override
    public Object attribute(String attribute) {
        State now = state;
        RouterView router = now.router();
        boolean self = router.number() == Paths.SELF;
        return switch (attribute) {
            case "id" -> id;
            case "protocolVersion" -> router.version();
            case "instance" -> router.instance();
            case "linkState" -> router.linkState();
            // A neighbour is reached directly, not by way of another router.
            case "nextHop" -> id.equals(router.nextHop()) ? null : router.nextHop();
            case "validOrigins" -> now.network().validOrigins(router);
            case "address" -> "amqp:/_topo/0/" + id;
            case "routerLink" -> router.connection() < 0 ? null : Long.toString(router.connection());
            case "cost" -> self || router.cost() < 0 ? null : router.cost();
            case "lastTopoChange" -> self ? now.lastChange() : null;
            case "index" -> (long) router.number();
            default -> null;
        };
    }
}
