// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The loops of the transport, shared by all listeners and connectors. Any thread. */
final class LoopGroup {

    private final AtomicInteger next = new AtomicInteger();
    private volatile LoopProcessor[] loops = new LoopProcessor[0];
    /** New connections go to the first so many loops; the others keep what they have. */
    private volatile int active;

    /** Makes the loops; each thread starts with its first connection and stays. */
    LoopGroup(int size) {
        use(size);
    }

    /** Uses so many loops for new connections from now on, and makes those that are missing. */
    synchronized void use(int size) {
        int known = loops.length;
        if (size > known) {
            LoopProcessor[] more = Arrays.copyOf(loops, size);
            for (int i = known; i < size; i++) {
                more[i] = new LoopProcessor("io-" + i);
            }
            loops = more;
        }
        active = size;
    }

    /**
     * Returns how many loops suit a machine: on one or two cores a hand-off between threads costs more than it gains.
     *
     * @param wanted {@code router.workerThreads}
     */
    static int suitableSize(int processors, int wanted) {
        return processors <= 2 ? 1 : Math.max(1, Math.min(processors, wanted));
    }

    int size() {
        return loops.length;
    }

    LoopProcessor get(int index) {
        return loops[index];
    }

    /** Returns the loop with the fewest connections for a new one. */
    LoopProcessor choose() {
        int count = active;
        int start = Math.floorMod(next.getAndIncrement(), count);
        LoopProcessor best = loops[start];
        for (int i = 1; i < count; i++) {
            LoopProcessor loop = loops[(start + i) % count];
            if (loop.connections().get() < best.connections().get()) {
                best = loop;
            }
        }
        return best;
    }

    /** Returns how many sockets there are on all loops. */
    int connections() {
        int sum = 0;
        for (LoopProcessor loop : loops) {
            sum += loop.connections().get();
        }
        return sum;
    }

    /** Ends the loops; connections that are left are closed at once. Blocks until the threads have ended. */
    synchronized void dispose() {
        for (LoopProcessor loop : loops) {
            loop.dispose();
        }
    }
}
