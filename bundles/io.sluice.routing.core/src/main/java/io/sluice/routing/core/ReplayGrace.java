// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets a new core wait with its first senders until the receivers are there. When a core was replaced, the connections
 * replay their links in any order, and senders have parked deliveries to hand over at once: granted too early, these
 * would find no consumer and be released, or lost if they are settled. Receivers are attached without delay, senders
 * as soon as all connections are through and no request has come for a moment, in which others may begin. Control
 * thread only.
 */
final class ReplayGrace {

    /** Replays come from loops that are working: no request for so long means that all have begun. */
    static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** No sender waits longer than this, whatever goes on. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** More senders than this do not wait. */
    private static final int MOST = 100_000;

    private final ControlPlane control;
    private final LinkControl links;
    private final LinkRouting routing;
    private final BooleanSupplier announcing;
    private final long quietNanos;
    private final List<Link> waiting = new ArrayList<>();
    private boolean running;
    private boolean over;
    private long startNanos;
    private long lastNanos;

    /**
     * Makes a grace that begins with the first link.
     *
     * @param announcing whether there is a connection that is still to announce links
     */
    ReplayGrace(
            ControlPlane control,
            LinkControl links,
            LinkRouting routing,
            BooleanSupplier announcing,
            long quietNanos) {
        this.control = control;
        this.links = links;
        this.announcing = announcing;
        this.routing = routing;
        this.quietNanos = quietNanos;
        this.over = quietNanos <= 0;
    }

    void attach(Link link) {
        if (over || link.kind() == LinkKind.CONTROL) {
            links.attach(link);
            return;
        }
        lastNanos = System.nanoTime();
        if (!running) {
            running = true;
            startNanos = lastNanos;
            control.later(quietNanos, this::check);
        }
        // A routed link needs the container's connection, which may be replayed later.
        boolean late = link.descriptor().incoming() || routing.concerns(link);
        if (late && waiting.size() < MOST) {
            waiting.add(link);
        } else {
            links.attach(link);
        }
    }

    private void check() {
        long now = System.nanoTime();
        long quiet = now - lastNanos;
        if ((quiet < quietNanos || announcing.getAsBoolean()) && now - startNanos < LONGEST_NANOS) {
            control.later(Math.max(quietNanos - quiet, RECHECK_NANOS), this::check);
            return;
        }
        over = true;
        waiting.forEach(links::attach);
        waiting.clear();
    }
}
