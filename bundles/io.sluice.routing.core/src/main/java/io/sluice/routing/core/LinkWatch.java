// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.LinkStats;

/** What the periodic scan remembers of one link. Written by the control thread, read by any. */
final class LinkWatch {

    static final int RATE_SECONDS = 5;

    private final long[] samples = new long[RATE_SECONDS];
    private int next;
    private volatile int settleRate;
    private volatile boolean blocked;
    private boolean stuck;

    boolean isBlocked() {
        return blocked;
    }

    void blocked(boolean now) {
        blocked = now;
    }

    /** Returns true if stuck deliveries have appeared since the last call. */
    boolean becameStuck(boolean now) {
        boolean became = now && !stuck;
        stuck = now;
        return became;
    }

    int settleRate() {
        return settleRate;
    }

    /** Takes a sample; to be called once a second. */
    void sample(LinkStats stats, boolean incoming) {
        long settled = stats.accepted + stats.rejected + stats.released + stats.modified
                + (incoming ? 0 : stats.presettled);
        settleRate = (int) Math.max(0, (settled - samples[next]) / RATE_SECONDS);
        samples[next] = settled;
        next = (next + 1) % RATE_SECONDS;
    }

    /** Starts from the figures that the link brings along, which may come from an earlier router. */
    void start(LinkStats stats, boolean incoming) {
        for (int i = 0; i < RATE_SECONDS; i++) {
            sample(stats, incoming);
        }
        settleRate = 0;
    }
}
