// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells each edge, of the addresses that it has senders for, whether there are consumers anywhere but at that edge.
 * Control thread only.
 */
final class EdgeTrackingServer {

    private static final int WINDOW = 32;

    private final RouterCore core;
    private final Map<CoreConnection, Edge> edges = new LinkedHashMap<>();

    EdgeTrackingServer(RouterCore core) {
        this.core = core;
    }

    /** One edge that wants to know. */
    private final class Edge implements InProcessLink.User {
        private final CoreConnection connection;
        private final InProcessLink link;
        /** Addresses that it was told to be reachable. */
        private final Set<String> reachable = new HashSet<>();
        /** What is still to be said; only the latest news of an address counts. */
        private final Map<String, Boolean> news = new LinkedHashMap<>();

        Edge(CoreConnection connection) {
            this.connection = connection;
            this.link = new InProcessLink(core, this, WINDOW, AddressKeys.mobile('0', EdgeTracking.ADDRESS));
        }

        void consider(AddressEntry entry) {
            boolean sends = entry.senders().stream().anyMatch(sender -> sender.connection() == connection);
            boolean now = sends && isElsewhere(entry, connection);
            if (!sends || now == reachable.contains(entry.key())) {
                if (!sends) {
                    reachable.remove(entry.key());
                    news.remove(entry.key());
                }
                return;
            }
            if (now) {
                reachable.add(entry.key());
            } else {
                reachable.remove(entry.key());
            }
            news.put(entry.key(), now);
            sendAll();
        }

        private void sendAll() {
            Iterator<Map.Entry<String, Boolean>> next = news.entrySet().iterator();
            while (next.hasNext()) {
                Map.Entry<String, Boolean> each = next.next();
                if (!link.send(new ComposedMessage().header().body(List.of(each.getKey(), each.getValue())))) {
                    return;
                }
                next.remove();
            }
        }

        @Override
        public void opened(InProcessLink opened) {
            for (Link sender : connection.links()) {
                if (sender.descriptor().incoming() && sender.entry() != null) {
                    consider(sender.entry());
                }
            }
            sendAll();
        }

        @Override
        public void room(InProcessLink from) {
            sendAll();
        }

        @Override
        public void ended(InProcessLink from) {
            edges.remove(connection, this);
        }
    }

    /** Returns the service for a link that an edge has asked for. */
    InProcessLink accept(Link asked) {
        Edge edge = new Edge(asked.connection());
        edges.put(asked.connection(), edge);
        return edge.link;
    }

    void closed(CoreConnection connection) {
        edges.remove(connection);
    }

    /** The members of an address have changed. */
    void published(AddressEntry entry) {
        if (!edges.isEmpty() && entry.key().charAt(0) == AddressKeys.MOBILE && entry.inProcessCount() == 0) {
            for (Edge edge : List.copyOf(edges.values())) {
                edge.consider(entry);
            }
        }
    }

    private static boolean isElsewhere(AddressEntry entry, CoreConnection connection) {
        return entry.remotes().length > 0 || entry.receivers().size() > 1
                || entry.receivers().stream().anyMatch(link -> link.connection() != connection);
    }
}
