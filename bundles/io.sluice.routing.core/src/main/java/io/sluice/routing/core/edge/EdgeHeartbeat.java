// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import io.sluice.routing.core.ComposedMessage;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.RouterCore;

/** Tells the interior router that this edge is alive, by numbers that go on over connections. Control thread only. */
final class EdgeHeartbeat implements InProcessLink.User {

    static final String ADDRESS = "_$qd.edge_heartbeat";
    private static final int WINDOW = 2;

    private final RouterCore core;
    private final EdgeTimes times;
    private EdgeService link;
    private int count;
    /** Which timer counts; one of an earlier link finds itself outdated. */
    private int turn;

    EdgeHeartbeat(RouterCore core, EdgeTimes times) {
        this.core = core;
        this.times = times;
    }

    void begin(EdgeLinks links) {
        link = new EdgeService(links, times, "heartbeat", false, ADDRESS, WINDOW, this);
        link.begin();
    }

    void lost() {
        turn++;
        if (link != null) {
            link.lost();
            link = null;
        }
    }

    @Override
    public void opened(InProcessLink opened) {
        later(++turn);
    }

    private void later(int expected) {
        core.control().later(times.heartbeatNanos(), () -> beat(expected));
    }

    private void beat(int expected) {
        if (expected != turn || link == null || !link.isOpen()) {
            return;
        }
        if (link.link().hasCredit()) {
            link.link().send(new ComposedMessage().body(count++));
        }
        later(expected);
    }
}
