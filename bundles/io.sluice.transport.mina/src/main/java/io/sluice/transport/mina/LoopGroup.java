// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.concurrent.atomic.AtomicInteger;

/** The loops of the transport, shared by all listeners and connectors. Any thread. */
final class LoopGroup {

    private final LoopProcessor[] loops;
    private final AtomicInteger next = new AtomicInteger();

    /** Makes the loops; each thread starts with its first connection and stays. */
    LoopGroup(int size) {
        loops = new LoopProcessor[size];
        for (int i = 0; i < size; i++) {
            loops[i] = new LoopProcessor("io-" + i);
        }
    }

    /** Returns how many loops a machine gets unless it is told otherwise. */
    static int defaultSize(int processors) {
        return processors <= 2 ? 1 : Math.min(processors, 4);
    }

    int size() {
        return loops.length;
    }

    LoopProcessor get(int index) {
        return loops[index];
    }

    /** Returns the loop with the fewest connections for a new one. */
    LoopProcessor choose() {
        int start = Math.floorMod(next.getAndIncrement(), loops.length);
        LoopProcessor best = loops[start];
        for (int i = 1; i < loops.length; i++) {
            LoopProcessor loop = loops[(start + i) % loops.length];
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
    void dispose() {
        for (LoopProcessor loop : loops) {
            loop.dispose();
        }
    }
}
