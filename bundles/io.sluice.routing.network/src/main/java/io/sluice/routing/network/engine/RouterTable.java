// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routers that are known, by id and by number. Number 0 is this router itself. */
final class RouterTable {

    private static final Logger LOG = LoggerFactory.getLogger("ROUTER_LS");

    private final String selfId;
    private final int maxRouters;
    private final NetworkListener listener;
    private final Complaints complaints;
    private final Map<String, RemoteRouter> byId = new HashMap<>();
    private final List<RemoteRouter> byNumber = new ArrayList<>(Collections.singletonList(null));
    private final BitSet used = new BitSet();
    private int[] ranks;

    RouterTable(EngineSettings settings, NetworkListener listener, Complaints complaints) {
        this.selfId = settings.id();
        this.maxRouters = settings.maxRouters();
        this.listener = listener;
        this.complaints = complaints;
        used.set(0);
    }

    RemoteRouter get(String id) {
        return byId.get(id);
    }

    /** Returns the router with this number, or null. */
    RemoteRouter get(int number) {
        return number < byNumber.size() ? byNumber.get(number) : null;
    }

    Collection<RemoteRouter> all() {
        return byId.values();
    }

    /** Returns the routers in the order of their numbers. */
    List<RemoteRouter> inOrder() {
        return byNumber.stream().filter(Objects::nonNull).toList();
    }

    /** Returns one more than the highest number in use. */
    int size() {
        return byNumber.size();
    }

    /** Returns the number of a router, 0 for this one, -1 for one that is not known. */
    int number(String id) {
        if (id.equals(selfId)) {
            return 0;
        }
        RemoteRouter router = byId.get(id);
        return router == null ? -1 : router.number;
    }

    boolean hasRoom() {
        return byId.size() < maxRouters;
    }

    /** Returns the router with this id, known from now on; null if there are too many. */
    RemoteRouter learn(String id, long now) {
        RemoteRouter known = byId.get(id);
        if (known != null) {
            return known;
        }
        if (!hasRoom()) {
            if (complaints.isDue("maximum", now)) {
                LOG.error("Exceeded Maximum Router Count");
            }
            return null;
        }
        RemoteRouter router = new RemoteRouter(id, used.nextClearBit(1));
        router.lastSeen = now;
        used.set(router.number);
        byId.put(id, router);
        if (router.number == byNumber.size()) {
            byNumber.add(router);
        } else {
            byNumber.set(router.number, router);
        }
        ranks = null;
        LOG.trace("Node {} created: maskbit={}", id, router.number);
        listener.nodeAdded(router.number, id);
        return router;
    }

    /** Forgets a router, whose addresses were removed before. */
    void remove(RemoteRouter router) {
        byId.remove(router.id);
        byNumber.set(router.number, null);
        used.clear(router.number);
        while (byNumber.size() > used.length()) {
            byNumber.remove(byNumber.size() - 1);
        }
        ranks = null;
        LOG.trace("Node {} deleted", router.id);
        listener.nodeRemoved(router.number, router.id);
    }

    /** Returns the position of each number in the order of the ids. */
    int[] ranks() {
        if (ranks == null) {
            Integer[] order = new Integer[size()];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparing(this::idOf));
            ranks = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                ranks[order[i]] = i;
            }
        }
        return ranks;
    }

    private String idOf(int number) {
        if (number == 0) {
            return selfId;
        }
        RemoteRouter router = byNumber.get(number);
        return router == null ? "" : router.id;
    }
}
