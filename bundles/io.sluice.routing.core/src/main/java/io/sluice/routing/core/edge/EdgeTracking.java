// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.List;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageSections;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.core.InProcessLink;
import io.sluice.routing.core.RouterCore;

/** Hears from the interior router which addresses have consumers there. Control thread, except {@link #onDelivery}. */
final class EdgeTracking implements InProcessLink.User {

    static final String ADDRESS = "_$qd.edge_addr_tracking";
    private static final int WINDOW = 32;

    private final RouterCore core;
    private final EdgeProxies proxies;
    private final EdgeService link;

    EdgeTracking(EdgeLinks links, EdgeProxies proxies, EdgeTimes times) {
        this.core = links.core();
        this.proxies = proxies;
        this.link = new EdgeService(links, times, "tracking", true, ADDRESS, WINDOW, this);
    }

    void begin() {
        link.begin();
    }

    void lost() {
        link.lost();
    }

    @Override
    public boolean onDelivery(Delivery delivery) {
        Object body = MessageSections.of(delivery).bodyValue();
        delivery.stopReading();
        if (body instanceof List<?> pair && pair.size() == 2
                && pair.get(0) instanceof String key && pair.get(1) instanceof Boolean reachable) {
            core.control().order(() -> proxies.tracked(key, reachable));
        }
        delivery.settle(Outcome.ACCEPTED);
        return true;
    }
}
