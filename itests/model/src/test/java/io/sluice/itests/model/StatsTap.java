// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.ConnectionPeer;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkPeer;
import io.sluice.routing.api.LinkStats;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterInfo;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;

/** The router as the codec sees it; remembers the gauges of every link. */
final class StatsTap implements Router {

    private final Router router;
    private final Map<LinkStats, String> stats = new ConcurrentHashMap<>();

    StatsTap(Router router) {
        this.router = router;
    }

    void judge(Ledger ledger) {
        stats.forEach((link, name) -> {
            ledger.check(link.outstanding.get() == 0, () -> "outstanding " + link.outstanding + " on " + name);
            ledger.check(link.undelivered == 0, () -> "undelivered " + link.undelivered + " on " + name);
            ledger.check(link.unsettled == 0, () -> "unsettled " + link.unsettled + " on " + name);
            ledger.check(link.stuck == 0, () -> "stuck " + link.stuck + " on " + name);
            ledger.check(link.credit >= 0, () -> "credit " + link.credit + " on " + name);
        });
    }

    long dropped() {
        return stats.keySet().stream().mapToLong(link -> link.droppedPresettled).sum();
    }

    @Override
    public RouterInfo info() {
        return router.info();
    }

    @Override
    public RouterConnection connect(ConnectionDescriptor descriptor, ConnectionPeer peer) {
        RouterConnection connection = router.connect(descriptor, tapped(peer));
        return new RouterConnection() {
            @Override
            public RouterLink attach(LinkDescriptor link, LinkPeer end) {
                stats.put(end.stats(), link.name());
                return connection.attach(link, end);
            }

            @Override
            public void replayed() {
                connection.replayed();
            }

            @Override
            public void closed() {
                connection.closed();
            }
        };
    }

    private ConnectionPeer tapped(ConnectionPeer peer) {
        return new ConnectionPeer() {
            @Override
            public LinkPeer open(LinkDescriptor descriptor, RouterLink link) {
                LinkPeer end = peer.open(descriptor, link);
                stats.put(end.stats(), descriptor.name());
                return end;
            }

            @Override
            public Map<String, Object> memory() {
                return peer.memory();
            }
        };
    }

    @Override
    public Subscription subscribe(String address, DeliveryHandler handler) {
        return router.subscribe(address, handler);
    }

    @Override
    public TransferResult send(Delivery delivery) {
        return router.send(delivery);
    }
}
