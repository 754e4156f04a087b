// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.core.CoreConnection;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.Link;
import io.sluice.routing.core.RouterCore;
import io.sluice.routing.core.address.AddressKeys;

/** Gives up edges that have begun to send heartbeats and send none any more. Control thread only. */
final class EdgeHeartbeatServer {

    private static final int WINDOW = 2;
    private static final LinkError SILENT = new LinkError("amqp:connection:forced", "Lost heartbeat");

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final RouterCore core;
    private final EdgeTimes times;

    EdgeHeartbeatServer(RouterCore core, EdgeTimes times) {
        this.core = core;
        this.times = times;
    }

    /** Returns the service for a link that an edge has asked for. */
    InProcessLink accept(Link asked) {
        return new Pulse(asked.connection()).link;
    }

    /** One edge. */
    private final class Pulse implements InProcessLink.User {
        private final CoreConnection connection;
        private final InProcessLink link;
        /** Written by the link's loop. */
        private volatile long lastNanos = System.nanoTime();
        private boolean over;

        Pulse(CoreConnection connection) {
            this.connection = connection;
            this.link = new InProcessLink(
                    core, this, WINDOW, AddressKeys.mobile('0', EdgeHeartbeat.ADDRESS));
        }

        @Override
        public void opened(InProcessLink opened) {
            core.control().later(times.heartbeatNanos(), this::check);
        }

        @Override
        public boolean onDelivery(Delivery delivery) {
            lastNanos = System.nanoTime();
            delivery.stopReading();
            delivery.settle(Outcome.ACCEPTED);
            return true;
        }

        @Override
        public void ended(InProcessLink from) {
            over = true;
        }

        private void check() {
            if (over || connection.isFinished()) {
                return;
            }
            if (System.nanoTime() - lastNanos > times.lostNanos()) {
                log.info("[C{}] Lost heartbeat from container {}, closing connection",
                        connection.descriptor().id(), connection.descriptor().container());
                connection.peer().close(SILENT);
                return;
            }
            core.control().later(times.heartbeatNanos(), this::check);
        }
    }
}
