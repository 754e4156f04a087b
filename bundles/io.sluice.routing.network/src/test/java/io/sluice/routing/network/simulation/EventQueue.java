// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Events of virtual milliseconds, in order; those of the same millisecond in the order in which they were added. */
final class EventQueue {

    private static final int SLOTS = 4096;

    private final List<ArrayDeque<Runnable>> ring = new ArrayList<>(SLOTS);
    private final TreeMap<Long, List<Runnable>> far = new TreeMap<>();
    private long now;

    EventQueue() {
        for (int i = 0; i < SLOTS; i++) {
            ring.add(new ArrayDeque<>(0));
        }
    }

    long now() {
        return now;
    }

    void at(long time, Runnable event) {
        if (time < now) {
            throw new IllegalArgumentException("in the past");
        }
        if (time < now + SLOTS) {
            ring.get((int) (time % SLOTS)).add(event);
        } else {
            far.computeIfAbsent(time, t -> new ArrayList<>()).add(event);
        }
    }

    /** Runs everything up to and with the given time. */
    void runTo(long end) {
        while (true) {
            ArrayDeque<Runnable> slot = ring.get((int) (now % SLOTS));
            Runnable event;
            while ((event = slot.poll()) != null) {
                event.run();
            }
            if (now == end) {
                return;
            }
            now++;
            Map.Entry<Long, List<Runnable>> next = far.firstEntry();
            if (next != null && next.getKey() < now + SLOTS) {
                far.pollFirstEntry().getValue().forEach(ring.get((int) (next.getKey() % SLOTS))::add);
            }
        }
    }
}
