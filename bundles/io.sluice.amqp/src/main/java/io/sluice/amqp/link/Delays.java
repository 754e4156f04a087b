// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkStats;
import org.apache.qpid.proton.engine.Link;

/** Counts deliveries that took long to get their outcome. */
final class Delays {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private Delays() { }

    /** A delivery is finished: counts how long it took. */
    static void count(LinkStats stats, Delivery delivery, long nowNanos) {
        long age = nowNanos - delivery.arrivedNanos();
        if (age > 10 * SECOND_NANOS) {
            stats.delayed10Sec++;
        } else if (age > SECOND_NANOS) {
            stats.delayed1Sec++;
        }
    }

    /** A delivery is finished: takes back what the last scan has counted. */
    static void unstick(LinkStats stats, Delivery delivery, long scannedNanos) {
        if (stats.stuck > 0 && stuck(delivery, scannedNanos)) {
            stats.stuck--;
        }
    }

    /** Returns how many of the deliveries that the engine keeps for a link have been there for too long. */
    static long stuck(Link link, long nowNanos) {
        long stuck = 0;
        for (var d = link.head(); d != null; d = d.next()) {
            stuck += d.getContext() instanceof Delivery delivery && stuck(delivery, nowNanos) ? 1 : 0;
        }
        return stuck;
    }

    static boolean stuck(Delivery delivery, long nowNanos) {
        return nowNanos - delivery.arrivedNanos() > 10 * SECOND_NANOS;
    }
}
