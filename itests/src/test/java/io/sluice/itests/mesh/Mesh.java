// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.awaitility.Awaitility;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.SluiceProcess;
import io.sluice.itests.management.ManagementClient;

/** Routers that are connected, each a process of its own. */
final class Mesh implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, SluiceProcess> routers = new LinkedHashMap<>();

    /** Starts a router that dials others, each given as {@code ID} or {@code ID:cost}. */
    Mesh router(String id, String... others) throws Exception {
        Conf conf = Conf.interior(id).section("address", "prefix: all", "distribution: multicast")
            .section("address", "prefix: near", "distribution: closest");
        for (String other : others) {
            String[] parts = other.split(":");
            conf.section("connector", "name: to-" + parts[0], "host: 127.0.0.1",
                "port: " + routers.get(parts[0]).port("routers"), "role: inter-router",
                "cost: " + (parts.length > 1 ? parts[1] : "1"));
        }
        routers.put(id, SluiceProcess.start(conf));
        return this;
    }

    SluiceProcess get(String id) {
        return routers.get(id);
    }

    /** Ends a router at once. */
    void kill(String id) {
        routers.remove(id).kill();
    }

    /** Returns, for each router that one knows and can reach, the next hop, and the cost behind a blank. */
    Map<String, String> routes(String at) throws Exception {
        try (ManagementClient client = new ManagementClient(get(at).port(), "$management")) {
            Map<String, String> routes = new TreeMap<>();
            for (Object row : client.query("router.node", "id", "nextHop", "cost").results()) {
                List<?> values = (List<?>) row;
                if (values.get(2) != null) {
                    routes.put((String) values.get(0),
                        (values.get(1) == null ? values.get(0) : values.get(1)) + " " + values.get(2));
                }
            }
            return routes;
        }
    }

    /** Waits until each router can reach all others. */
    Mesh await() {
        for (String id : routers.keySet()) {
            TreeSet<String> others = new TreeSet<>(routers.keySet());
            others.remove(id);
            Awaitility.await("routes of " + id).atMost(LIMIT).pollInterval(POLL)
                .until(() -> routes(id).keySet(), others::equals);
        }
        return this;
    }

    /** Waits until a router goes a way; the way is the next hop and the cost. */
    void awaitRoute(String at, String to, String way) {
        Awaitility.await(at + " to " + to).atMost(LIMIT).pollInterval(POLL)
            .until(() -> routes(at).get(to), way::equals);
    }

    /**
     * Waits until all other routers know that there are consumers at one. News does not take the way that messages
     * take: a router in the middle may hear it later than the one before it, and release what comes until then.
     */
    void awaitKnown(String address, String at) {
        routers.keySet().stream().filter(id -> !id.equals(at)).forEach(id -> awaitRemote(id, address, 1));
    }

    /** Waits until a router knows of consumers at so many others. */
    void awaitRemote(String at, String address, int count) {
        Awaitility.await(address + " at " + at).atMost(LIMIT).pollInterval(POLL).until(() -> {
            try (ManagementClient client = new ManagementClient(get(at).port(), "$management")) {
                for (Object row : client.query("router.address", "name", "remoteCount").results()) {
                    List<?> values = (List<?>) row;
                    if (values.get(0).equals("M0" + address)) {
                        return ((Number) values.get(1)).intValue();
                    }
                }
                return 0;
            }
        }, found -> found == count);
    }

    @Override
    public void close() {
        routers.values().forEach(SluiceProcess::close);
    }
}
