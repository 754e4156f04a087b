// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.routing.api.Delivery;

/** The other routers by id. Written by the control thread, read by any without lock. */
final class RouterDirectory {

    /** The number of an origin that is no router of this network. */
    static final int UNKNOWN = -1;
    /** The number of an origin that is one, but has no number at the moment. */
    static final int UNNUMBERED = -2;

    private static final String AREA = "0/";

    private final Map<String, RemoteRouter> byNode = new ConcurrentHashMap<>();
    private final String ownNode;

    RouterDirectory(String ownId) {
        this.ownNode = node(ownId);
    }

    /** Returns how a router is called in the annotations of a message. */
    static String node(String id) {
        return AREA + id;
    }

    // ---- any thread

    /** Returns the number of the router where a delivery entered the network, 0 if that is this one. */
    int origin(Delivery delivery) {
        List<String> trace = delivery.annotations().trace();
        if (trace.isEmpty() || trace.get(0).equals(ownNode)) {
            return 0;
        }
        RemoteRouter router = byNode.get(trace.get(0));
        if (router == null) {
            return UNKNOWN;
        }
        return router.number() == RemoteRouter.NO_NUMBER ? UNNUMBERED : router.number();
    }

    RemoteRouter find(String id) {
        return byNode.get(node(id));
    }

    Collection<RemoteRouter> all() {
        return byNode.values();
    }

    int size() {
        return byNode.size();
    }

    // ---- control thread

    RemoteRouter add(String id) {
        RemoteRouter router = new RemoteRouter(id, this);
        byNode.put(node(id), router);
        return router;
    }

    void remove(RemoteRouter router) {
        byNode.remove(node(router.id()), router);
    }
}
