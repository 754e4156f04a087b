// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.sluice.routing.core.AddressEntry;

/**
 * Stands for the clients of an edge router at its interior router: a receiver for each address with consumers here,
 * and a sender for each with producers. Control thread only.
 */
final class EdgeProxies {

    private static final String RECEIVER = "proxy in ";
    private static final String SENDER = "proxy out ";
    /** What an earlier router began is kept so long for clients that have not been announced yet. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EdgeLinks links;
    private final EdgeTimes times;
    private final Map<String, EdgeProxy> receivers = new LinkedHashMap<>();
    private final Map<String, EdgeProxy> senders = new LinkedHashMap<>();
    private boolean holding;
    private boolean lost;

    EdgeProxies(EdgeLinks links, EdgeTimes times) {
        this.links = links;
        this.times = times;
    }

    /** Takes over what an earlier router has begun, without putting it to use yet. */
    void adopt() {
        for (String purpose : links.known("proxy ")) {
            boolean receiver = purpose.startsWith(RECEIVER);
            String key = purpose.substring((receiver ? RECEIVER : SENDER).length());
            if (links.isAnnounced(purpose)) {
                of(key, receiver).begin();
                holding = true;
            } else {
                links.forget(purpose);
            }
        }
        if (holding) {
            links.core().control().later(PATIENCE_NANOS, this::endHolding);
        }
    }

    private void endHolding() {
        holding = false;
        if (!lost) {
            drop(receivers);
            drop(senders);
        }
    }

    private static void drop(Map<String, EdgeProxy> proxies) {
        for (EdgeProxy proxy : List.copyOf(proxies.values())) {
            if (!proxy.isWanted()) {
                proxies.remove(proxy.key());
                proxy.end();
            }
        }
    }

    private EdgeProxy of(String key, boolean receiver) {
        return (receiver ? receivers : senders).computeIfAbsent(key, absent -> new EdgeProxy(
                links, times, key, receiver, (receiver ? RECEIVER : SENDER) + key));
    }

    /** The members of an address have changed. */
    void consider(AddressEntry entry) {
        if (!lost) {
            want(entry, true, !entry.isRemoved() && hasConsumers(entry));
            want(entry, false, !entry.isRemoved() && (hasProducers(entry)
                    || entry.primaries().stream().anyMatch(primary -> !primary.isRemoved() && hasProducers(primary))));
        }
    }

    private void want(AddressEntry entry, boolean receiver, boolean now) {
        Map<String, EdgeProxy> proxies = receiver ? receivers : senders;
        if (now) {
            of(entry.key(), receiver).want(entry);
        } else if (proxies.containsKey(entry.key()) && !(holding && !proxies.get(entry.key()).isWanted())) {
            proxies.remove(entry.key()).end();
        }
    }

    private boolean hasConsumers(AddressEntry entry) {
        return entry.receivers().stream().anyMatch(link -> link.connection() != links.connection());
    }

    private boolean hasProducers(AddressEntry entry) {
        return entry.inProcessCount() == 0
                && entry.senders().stream().anyMatch(link -> link.connection() != links.connection());
    }

    /** The interior has consumers for an address, or none. */
    void tracked(String key, boolean reachable) {
        EdgeProxy sender = senders.get(key);
        if (sender != null) {
            sender.bind(reachable);
        }
    }

    void lost() {
        lost = true;
        receivers.values().forEach(EdgeProxy::lost);
        senders.values().forEach(EdgeProxy::lost);
    }
}
