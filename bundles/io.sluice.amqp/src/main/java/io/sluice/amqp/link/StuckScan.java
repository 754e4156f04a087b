// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.transport.api.ConnectionLoop;

/** Looks through a connection's links for stuck deliveries now and then. Owner loop only. */
final class StuckScan {

    private static final int PERIOD_MILLIS = 30_000;

    private final ConnectionLoop loop;
    private final Iterable<BaseLink> links;
    private ConnectionLoop.Timer timer;
    private long nanos;

    StuckScan(ConnectionLoop loop, Iterable<BaseLink> links) {
        this.loop = loop;
        this.links = links;
    }

    /** Returns when links were looked through; nothing counts as stuck before. */
    long nanos() {
        return nanos;
    }

    void start() {
        timer = loop.schedule(this::scan, PERIOD_MILLIS);
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void scan() {
        nanos = System.nanoTime();
        for (BaseLink link : links) {
            link.countStuck(nanos);
        }
        start();
    }
}
