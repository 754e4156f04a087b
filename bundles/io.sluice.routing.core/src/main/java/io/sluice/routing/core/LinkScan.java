// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.LinkStats;

/** Samples rates every second and looks for stuck deliveries and blocked links every half minute. Control thread. */
final class LinkScan {

    private static final int SCAN_TICKS = 30;
    private static final long LIMIT_SECONDS = 10;

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final LinkTotals links;
    private int ticks;

    LinkScan(LinkTotals links) {
        this.links = links;
    }

    /** A second has passed. */
    void tick() {
        for (Link link : links.live()) {
            link.watch().sample(link.stats(), link.descriptor().incoming());
            tellStuck(link);
        }
        ticks++;
        if (ticks >= SCAN_TICKS) {
            ticks = 0;
            scan(System.nanoTime());
        } else {
            unblock();
        }
    }

    /** A link is not blocked any more as soon as credit was seen, without waiting for the next scan. */
    private void unblock() {
        for (Link link : links.live()) {
            if (link.watch().isBlocked() && link.stats().zeroCreditSince == 0) {
                link.watch().blocked(false);
            }
        }
    }

    /** The connections count them, each by its own clock. */
    private void tellStuck(Link link) {
        if (link.watch().becameStuck(link.stats().stuck > 0)) {
            log.info("{} Stuck delivery: At least one delivery on this link has been undelivered/unsettled for more"
                    + " than {} seconds", link.tag(), LIMIT_SECONDS);
        }
    }

    void scan(long nowNanos) {
        for (Link link : links.live()) {
            LinkStats stats = link.stats();
            tellStuck(link);
            long since = stats.zeroCreditSince;
            long seconds = since == 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(nowNanos - since);
            boolean blocked = seconds > LIMIT_SECONDS;
            if (blocked && !link.watch().isBlocked()) {
                log.info("{} Link blocked with zero credit for {} seconds", link.tag(), seconds);
            }
            link.watch().blocked(blocked);
        }
    }
}
