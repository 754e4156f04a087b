// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.network.paths.Paths;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands paths to the core: next hops and costs at once, valid origins, which need a tree for each router, a little
 * later and in small steps, so that messages do not wait for them. In a small network all of it at once. Engine's
 * thread.
 */
final class PathPublisher {

    /** Up to here it takes less time than to tell twice. */
    private static final int AT_ONCE = 64;
    /** Above this valid origins wait until the paths have come to rest. */
    private static final int LARGE = 200;
    private static final long REST_MILLIS = 1_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Consumer<NetworkPaths> tables;
    private Paths paths;
    private int[] nextHops;
    private int[] costs;
    private BitSet[] through;
    private int nextOrigin;
    private long due = NEVER;

    PathPublisher(Consumer<NetworkPaths> tables) {
        this.tables = tables;
    }

    void publish(Paths newPaths, long now) {
        paths = newPaths;
        int size = newPaths.size();
        nextHops = new int[size];
        costs = new int[size];
        nextHops[Paths.SELF] = NetworkPaths.NONE;
        for (int node = 1; node < size; node++) {
            nextHops[node] = newPaths.nextHop(node);
            costs[node] = (int) Math.max(0, Math.min(Integer.MAX_VALUE, newPaths.cost(node)));
        }
        through = new BitSet[size];
        nextOrigin = 1;
        if (size <= AT_ONCE) {
            while (nextOrigin < size) {
                through[nextOrigin] = newPaths.through(nextOrigin++);
            }
            complete();
            return;
        }
        tables.accept(new NetworkPaths(nextHops, costs, newPaths.radius(), null));
        due = size <= LARGE ? now : now + REST_MILLIS;
    }

    /** Nobody is to be told anything any more. */
    void cancel() {
        due = NEVER;
        paths = null;
        through = null;
    }

    /** Returns when {@link #step} has work. */
    long due() {
        return due;
    }

    /** Computes a few valid origins, if it is time to. */
    void step(long now) {
        if (now < due) {
            return;
        }
        long end = System.nanoTime() + STEP_NANOS;
        while (nextOrigin < through.length) {
            through[nextOrigin] = paths.through(nextOrigin++);
            if (System.nanoTime() - end >= 0) {
                return;
            }
        }
        complete();
    }

    private void complete() {
        due = NEVER;
        tables.accept(new NetworkPaths(nextHops, costs, paths.radius(), through));
        through = null;
    }
}
