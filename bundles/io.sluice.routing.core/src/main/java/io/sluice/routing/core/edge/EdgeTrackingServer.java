// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.routing.core.AddressEntry;
import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.CoreConnection;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.RouterCore;
import io.sluice.routing.core.address.AddressKeys;

/**
 * Tells each edge, of the addresses that it has senders for, whether there are consumers anywhere but at that edge.
 * Control thread only.
 */
final class EdgeTrackingServer {

    /** Remembered by a connection: what the edge was told. */
    private static final String MEMORY = "edge reachable ";
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
        /** Addresses that it sends to. */
        private final Set<String> sending = new HashSet<>();
        /** Addresses that it was told to be reachable, by an earlier router perhaps. */
        private final Set<String> reachable = new HashSet<>();
        /** What is still to be said; only the latest news of an address counts. */
        private final Map<String, Boolean> news = new LinkedHashMap<>();

        Edge(CoreConnection connection) {
            this.connection = connection;
            this.link = new InProcessLink(core, this, WINDOW, AddressKeys.mobile('0', EdgeTracking.ADDRESS));
            connection.peer().memory().keySet().stream().filter(key -> key.startsWith(MEMORY))
                .forEach(key -> reachable.add(key.substring(MEMORY.length())));
        }

        void consider(AddressEntry entry) {
            String key = entry.key();
            if (entry.senders().stream().anyMatch(sender -> sender.connection() == connection)) {
                sending.add(key);
                boolean now = isElsewhere(entry, connection);
                if (now != reachable.contains(key)) {
                    reachable(key, now);
                    news.put(key, now);
                    sendAll();
                }
            } else if (sending.remove(key)) {
                reachable(key, false);
                news.remove(key);
            }
        }

        private void reachable(String key, boolean now) {
            if (now) {
                reachable.add(key);
                connection.peer().memory().put(MEMORY + key, true);
            } else {
                reachable.remove(key);
                connection.peer().memory().remove(MEMORY + key);
            }
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
