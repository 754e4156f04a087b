// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.api.EntityListener;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;

class EntitiesTest {

    private final CoreFixture fixture = new CoreFixture(Map.of("mode", "standalone", "metadata", "m"), 100);
    private final FakePeer sender = new FakePeer();
    private final FakePeer receiver = new FakePeer();
    private final RouterEntity router = new RouterEntity(fixture.core);

    @AfterEach
    void stop() {
        fixture.close();
    }

    private ManagedEntity link(FakePeer peer) {
        return fixture.core.linkEntities().get(Long.toString(peer.linkId));
    }

    @Test
    void shouldShowTheRouter() {
        assertEquals("1", router.identity());
        assertEquals("me", router.attribute("id"));
        assertEquals("me", router.name());
        assertEquals("standalone", router.attribute("mode"));
        assertEquals("0", router.attribute("area"));
        assertEquals("1.2.3", router.attribute("version"));
        assertEquals("m", router.attribute("metadata"));
        assertEquals(4, router.attribute("workerThreads"));
        assertEquals(1L, router.attribute("connectionCount"));
        assertTrue((int) router.attribute("uptimeSeconds") >= 0);
        assertNull(router.attribute("saslConfigDir"));
        Object memory = router.attribute("memoryUsage");
        assertTrue(memory == null || (Long) memory > 1024);
    }

    @Test
    void shouldShowLinksAndAddresses() {
        fixture.sender("a", sender);
        fixture.receiver("a", receiver);
        ManagedEntity in = link(sender);
        assertEquals("link", in.attribute("linkName"));
        assertEquals("in", in.attribute("linkDir"));
        assertEquals("out", link(receiver).attribute("linkDir"));
        assertEquals("endpoint", in.attribute("linkType"));
        assertEquals("M0a", in.attribute("owningAddr"));
        assertEquals(250, in.attribute("capacity"));
        assertEquals("1", in.attribute("connectionId"));
        assertEquals("up", in.attribute("operStatus"));
        assertEquals(4, in.attribute("priority"));
        assertEquals(0, in.attribute("zeroCreditSeconds"));
        assertNull(in.attribute("peer"));
        assertNull(in.attribute("ingressHistogram"));
        ManagedEntity address = fixture.core.addressEntities().get("M0a");
        assertEquals("balanced", address.attribute("distribution"));
        assertEquals(1, address.attribute("subscriberCount"));
        assertEquals(-1, address.attribute("priority"));
        assertEquals(List.of(), address.attribute("remoteHostRouters"));
        assertEquals(Collections.nCopies(128, 0L), address.attribute("transitOutstanding"));
        assertEquals(1L, router.attribute("addrCount"));
        assertEquals(2L, router.attribute("linkCount"));
    }

    @Test
    void shouldTellListenersOfLinksAndAddressesThatComeAndGo() {
        List<String> seen = new ArrayList<>();
        EntityListener listener = new EntityListener() {
            @Override
            public void added(ManagedEntity entity) {
                seen.add("+" + entity.entityType());
            }

            @Override
            public void removed(ManagedEntity entity) {
                seen.add("-" + entity.entityType());
            }
        };
        fixture.core.linkEntities().addListener(listener);
        fixture.core.addressEntities().addListener(listener);
        RouterLink link = fixture.sender("a", sender);
        link.detached(null);
        fixture.sync();
        assertEquals(List.of("+router.address", "+router.link", "-router.link", "-router.address"), seen);
    }

    @Test
    void shouldKeepTheFiguresOfEndedLinks() {
        RouterConnection container = fixture.connect(null, "route-container");
        RouterLink in = container.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), sender);
        RouterLink out = fixture.receiver("a", receiver);
        sender.stats.deliveries = 10;
        sender.stats.presettled = 1;
        sender.stats.accepted = 3;
        sender.stats.rejected = 2;
        sender.stats.released = 1;
        sender.stats.modified = 1;
        sender.stats.delayed1Sec = 4;
        sender.stats.delayed10Sec = 5;
        sender.stats.stuck = 1;
        receiver.stats.deliveries = 9;
        receiver.stats.forwarded = 9;
        receiver.stats.accepted = 9;
        receiver.stats.droppedPresettled = 1;
        assertEquals(1L, router.attribute("deliveriesStuck"));
        assertFigures();
        ManagedEntity address = fixture.core.addressEntities().get("M0a");
        in.detached(null);
        fixture.sync();
        assertEquals(10L, address.attribute("deliveriesIngress"));
        assertEquals(10L, address.attribute("deliveriesIngressRouteContainer"));
        assertEquals(9L, address.attribute("deliveriesEgress"));
        assertEquals(0L, address.attribute("deliveriesEgressRouteContainer"));
        out.detached(null);
        fixture.sync();
        assertFigures();
        assertEquals(0L, router.attribute("deliveriesStuck"));
        assertEquals(0L, router.attribute("linkCount"));
    }

    private void assertFigures() {
        assertEquals(10L, router.attribute("deliveriesIngress"));
        assertEquals(10L, router.attribute("deliveriesIngressRouteContainer"));
        assertEquals(9L, router.attribute("deliveriesEgress"));
        assertEquals(0L, router.attribute("deliveriesEgressRouteContainer"));
        assertEquals(1L, router.attribute("presettledDeliveries"));
        assertEquals(1L, router.attribute("droppedPresettledDeliveries"));
        assertEquals(3L, router.attribute("acceptedDeliveries"));
        assertEquals(2L, router.attribute("rejectedDeliveries"));
        assertEquals(1L, router.attribute("releasedDeliveries"));
        assertEquals(1L, router.attribute("modifiedDeliveries"));
        assertEquals(4L, router.attribute("deliveriesDelayed1Sec"));
        assertEquals(5L, router.attribute("deliveriesDelayed10Sec"));
    }

    @Test
    void shouldCountBlockedLinksAndRates() {
        fixture.sender("a", sender);
        LinkScan scan = new LinkScan(fixture.core.totals());
        long now = System.nanoTime();
        sender.stats.zeroCreditSince = now - TimeUnit.SECONDS.toNanos(9);
        scan.scan(now);
        assertEquals(0, router.attribute("linksBlocked"));
        sender.stats.zeroCreditSince = now - TimeUnit.SECONDS.toNanos(20);
        scan.scan(now);
        assertEquals(1, router.attribute("linksBlocked"));
        assertTrue((int) link(sender).attribute("zeroCreditSeconds") >= 20);
        sender.stats.zeroCreditSince = 0;
        scan.scan(now);
        assertEquals(0, router.attribute("linksBlocked"));
    }

    @Test
    void shouldComputeTheSettleRateOverFiveSeconds() {
        LinkWatch watch = new LinkWatch();
        sender.stats.accepted = 1_000_000;
        watch.start(sender.stats, true);
        assertEquals(0, watch.settleRate());
        for (int second = 1; second <= 5; second++) {
            for (int i = 0; i < 100; i++) {
                sender.stats.count(Outcome.ACCEPTED);
            }
            watch.sample(sender.stats, true);
            assertEquals(20 * second, watch.settleRate());
        }
        watch.sample(sender.stats, true);
        assertEquals(80, watch.settleRate());
    }

    @Test
    void shouldNoticeStuckDeliveriesOnce() {
        LinkWatch watch = new LinkWatch();
        assertTrue(watch.becameStuck(true));
        assertEquals(false, watch.becameStuck(true));
        assertEquals(false, watch.becameStuck(false));
        assertTrue(watch.becameStuck(true));
    }

    @Test
    void shouldTakeAnAdministrativeStatusWithoutEffect() throws ManagementException {
        fixture.sender("a", sender);
        link(sender).update(Map.of("adminStatus", "disabled"));
        assertEquals("enabled", link(sender).attribute("adminStatus"));
        assertThrows(ManagementException.class, () -> link(sender).update(Map.of("capacity", 1)));
        assertThrows(ManagementException.class, () -> router.update(Map.of("metadata", "x")));
        assertNotNull(link(sender).attribute("type"));
    }
}
