// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What links to one pattern and direction are routed by: the link routes of equal pattern, and the connections that
 * they lead to at present, each in turn; without any, the other routers that have some. Control thread only, except
 * {@link #containerCount} and {@link #remotes}.
 */
public final class LinkRouteAddress {

    /**
     * A way for links.
     *
     * @param rule why; null towards another router
     * @param connection where to
     */
    record Way(LinkRouteRule rule, CoreConnection connection) {}

    private final String key;
    private final String networkKey;
    private final List<LinkRouteRule> rules = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<RemoteRouter> remotes = new CopyOnWriteArrayList<>();
    private volatile int containerCount;

    LinkRouteAddress(String key, String networkKey) {
        this.key = key;
        this.networkKey = networkKey;
    }

    /** Returns the key by which other routers know it. */
    String networkKey() {
        return networkKey;
    }

    /** Returns the other routers with containers. Any thread. */
    List<RemoteRouter> remotes() {
        return remotes;
    }

    boolean isUsed() {
        return !rules.isEmpty() || !remotes.isEmpty();
    }

    void add(RemoteRouter router) {
        remotes.add(router);
    }

    void remove(RemoteRouter router) {
        remotes.remove(router);
    }

    public String key() {
        return key;
    }

    /** Returns how many ways there are. Any thread. */
    int containerCount() {
        return containerCount;
    }

    /** Returns true if there is a way for links, here or at another router. */
    public boolean isServed() {
        return containerCount > 0 || !remotes.isEmpty();
    }

    void add(LinkRouteRule rule) {
        rules.add(rule);
    }

    /** Removes a rule and its ways. */
    void remove(LinkRouteRule rule) {
        rules.remove(rule);
        ways.removeIf(way -> way.rule() == rule);
        count();
    }

    void activate(LinkRouteRule rule, CoreConnection connection) {
        ways.add(new Way(rule, connection));
        count();
    }

    /** Removes one way; returns false if it was none. */
    boolean deactivate(LinkRouteRule rule, CoreConnection connection) {
        boolean removed = ways.removeIf(way -> way.rule() == rule && way.connection() == connection);
        count();
        return removed;
    }

    boolean isActive(LinkRouteRule rule) {
        return ways.stream().anyMatch(way -> way.rule() == rule);
    }

    /** Returns true if there is a way by another connection than one. */
    public boolean leadsElsewhere(CoreConnection connection) {
        return ways.stream().anyMatch(way -> way.connection() != connection);
    }

    /**
     * Returns the way whose turn it is, null if there is none: to a container here, else to another router.
     *
     * @param from where the link comes from, and does not go back to
     */
    Way next(CoreConnection from) {
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.remove(0);
            ways.add(way);
            if (way.connection() != from) {
                return way;
            }
        }
        for (int i = 0; i < remotes.size(); i++) {
            RemoteRouter router = remotes.remove(0);
            remotes.add(router);
            Route route = router.route();
            if (route != null && route.hop().isLive() && route.hop().connection() != from) {
                return new Way(null, route.hop().connection());
            }
        }
        return null;
    }

    private void count() {
        containerCount = ways.size();
    }
}
