// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.network.paths.Paths;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands paths to the core: next hops and costs at once, valid origins, which need a tree for each router, a little
 * later and in small steps, so that messages do not wait for them. In a small network all of it at once.
 *
 * <p>Routers learn of a change one after another. Until the paths have come to rest, an origin is valid if it is so by
 * them or was by those before: a copy too many does less harm than one that is missing. Engine's thread.
 */
final class PathPublisher {

    /** Two ticks: routers that compute their paths with the tick have them by then. */
    static final long REST_MILLIS = 2_000;

    /** Up to here it takes less time than to tell twice. */
    private static final int AT_ONCE = 64;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Consumer<NetworkPaths> tables;
    private Paths paths;
    private int[] nextHops;
    private int[] costs;
    private BitSet[] through;
    /** What was told last; null if that was nothing, so that any origin is valid. */
    private BitSet[] told = {};
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
        if (size > AT_ONCE) {
            tell(null);
            due = now + REST_MILLIS;
            return;
        }
        while (nextOrigin < size) {
            next();
        }
        BitSet[] meanwhile = withThoseBefore();
        tell(meanwhile);
        due = meanwhile != null && Arrays.equals(meanwhile, through) ? NEVER : now + REST_MILLIS;
    }

    /** Of the ways of an origin that cannot be reached nothing is known. */
    private void next() {
        int origin = nextOrigin++;
        through[origin] = paths.nextHop(origin) == Paths.NONE ? null : paths.through(origin);
    }

    private BitSet[] withThoseBefore() {
        if (told == null) {
            return null;
        }
        BitSet[] both = through.clone();
        for (int origin = 1; origin < Math.min(both.length, told.length); origin++) {
            if (both[origin] != null && told[origin] != null) {
                both[origin] = (BitSet) both[origin].clone();
                both[origin].or(told[origin]);
            }
        }
        return both;
    }

    private void tell(BitSet[] origins) {
        told = origins;
        tables.accept(new NetworkPaths(nextHops, costs, paths.radius(), origins));
    }

    /** Nobody is to be told anything any more. */
    void cancel() {
        due = NEVER;
        paths = null;
        through = null;
        told = new BitSet[0];
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
            next();
            if (System.nanoTime() - end >= 0) {
                return;
            }
        }
        complete();
    }

    private void complete() {
        due = NEVER;
        tell(through);
        through = null;
    }
}
