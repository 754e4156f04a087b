// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.message.Payload;
import io.sluice.routing.network.wire.ControlCodec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Routers, links and virtual time. The same seed gives the same run, message for message. */
final class SimulatedNetwork {

    private final Random random;
    private final EventQueue events = new EventQueue();
    private final List<SimulatedRouter> routers = new ArrayList<>();
    private final List<SimulatedLink> links = new ArrayList<>();
    private final Map<ControlMessage, Integer> sizes = new IdentityHashMap<>();
    private final List<SimulatedLink> connections = new ArrayList<>();
    private long instances = 1_795_363_834L;
    private int minDelay = 1;
    private int maxDelay = 20;
    private double loss;
    private boolean encodes;
    private boolean mirrors = true;
    private boolean measures;
    private int maxRouters = 10_000;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long cpuNanos;

    SimulatedNetwork(long seed) {
        random = new Random(seed);
    }

    // ---- circumstances

    /** Messages take between the two, each its own time. */
    void delay(int min, int max) {
        minDelay = min;
        maxDelay = max;
    }

    void loss(double probability) {
        loss = probability;
    }

    /** Messages travel as bytes. */
    void encodes(boolean yes) {
        encodes = yes;
    }

    /** Routers keep a table of addresses as the core would. */
    void mirrors(boolean yes) {
        mirrors = yes;
    }

    /** Bytes are counted. */
    void measures(boolean yes) {
        measures = yes;
    }

    void maxRouters(int limit) {
        maxRouters = limit;
    }

    boolean encodes() {
        return encodes;
    }

    boolean mirrors() {
        return mirrors;
    }

    int maxRouters() {
        return maxRouters;
    }

    // ---- routers and links

    SimulatedRouter addRouter(String id) {
        SimulatedRouter router = new SimulatedRouter(this, id);
        routers.add(router);
        router.start(nextInstance());
        return router;
    }

    SimulatedLink addLink(SimulatedRouter a, SimulatedRouter b, int cost) {
        SimulatedLink link = new SimulatedLink(this, a, b, cost);
        links.add(link);
        link.open();
        return link;
    }

    List<SimulatedRouter> routers() {
        return routers;
    }

    SimulatedRouter router(int i) {
        return routers.get(i);
    }

    List<SimulatedLink> links() {
        return links;
    }

    long nextInstance() {
        return instances++;
    }

    long nextConnection(SimulatedLink link) {
        connections.add(link);
        return connections.size() - 1;
    }

    SimulatedLink link(long connection) {
        return connections.get((int) connection);
    }

    /** Ends a router. If it is silent, its neighbours find out by themselves. */
    void crash(SimulatedRouter router, boolean silent) {
        for (SimulatedLink link : linksOf(router)) {
            if (silent) {
                link.silence();
            } else {
                link.close();
            }
        }
        router.die();
    }

    /** Starts a router that has ended, and connects it. */
    void restart(SimulatedRouter router, long instance) {
        router.start(instance);
        for (SimulatedLink link : linksOf(router)) {
            link.close();
            link.open();
        }
    }

    private List<SimulatedLink> linksOf(SimulatedRouter router) {
        return links.stream().filter(link -> link.a == router || link.b == router).toList();
    }

    // ---- time and chance

    long now() {
        return events.now();
    }

    void at(long time, Runnable event) {
        events.at(time, event);
    }

    void run(long millis) {
        long start = threads.getCurrentThreadCpuTime();
        events.runTo(events.now() + millis);
        cpuNanos += threads.getCurrentThreadCpuTime() - start;
    }

    Random random() {
        return random;
    }

    long delay() {
        return minDelay == maxDelay ? minDelay : minDelay + random.nextInt(maxDelay - minDelay + 1);
    }

    boolean loses() {
        return loss > 0 && random.nextDouble() < loss;
    }

    // ---- figures

    /** Returns the CPU time that all runs took, the simulator's part among it. */
    long cpuNanos() {
        return cpuNanos;
    }

    /** Returns the encoded size of a message. */
    int size(Envelope envelope) {
        if (!measures) {
            return 0;
        }
        Payload payload = envelope.payload();
        try {
            ControlMessage message = payload.message();
            int bare = sizes.computeIfAbsent(message, m -> ControlCodec.encode(
                new Envelope(envelope.to(), List.of(), Payload.of(m))).length);
            int annotations = 50;
            for (String node : envelope.trace()) {
                annotations += node.length() + 2;
            }
            if (sizes.size() > 100_000) {
                sizes.clear();
            }
            return bare + annotations;
        } catch (MalformedControlException e) {
            return 0;
        }
    }
}
