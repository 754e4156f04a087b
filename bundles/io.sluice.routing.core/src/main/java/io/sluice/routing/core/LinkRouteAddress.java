// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What links to one pattern and direction are routed by: the link routes of equal pattern, and the connections that
 * they lead to at present, each in turn. Control thread only, except {@link #containerCount}.
 */
final class LinkRouteAddress {

    /**
     * A way for links.
     *
     * @param rule why
     * @param connection where to
     */
    record Way(LinkRouteRule rule, CoreConnection connection) {}

    private final String key;
    private final List<LinkRouteRule> rules = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private volatile int containerCount;

    LinkRouteAddress(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Returns how many ways there are. Any thread. */
    int containerCount() {
        return containerCount;
    }

    void add(LinkRouteRule rule) {
        rules.add(rule);
    }

    /** Removes a rule and its ways; returns false if no rule is left. */
    boolean remove(LinkRouteRule rule) {
        rules.remove(rule);
        ways.removeIf(way -> way.rule() == rule);
        count();
        return !rules.isEmpty();
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

    /** Returns the way whose turn it is, null if there is none. */
    Way next() {
        if (ways.isEmpty()) {
            return null;
        }
        Way way = ways.remove(0);
        ways.add(way);
        return way;
    }

    private void count() {
        containerCount = ways.size();
    }
}
