// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.LinkError;
import io.sluice.routing.api.LinkGrant;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.address.Treatment;

class AttachTest {

    private final CoreFixture fixture = new CoreFixture();
    private final FakePeer peer = new FakePeer();
    private final FakeProducer producer = new FakeProducer();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldGrantAnAddressedLinkAndMakeItsAddress() {
        RouterLink link = fixture.sender("amqp://h/foo/", peer);
        assertTrue(peer.attached);
        assertEquals(link.id(), peer.linkId);
        assertEquals("amqp://h/foo/", peer.address);
        assertEquals("M0foo", peer.owningAddress);
        assertEquals(Treatment.BALANCED, fixture.core.table().get("M0foo").treatment());
        link.detached(null);
        fixture.sync();
        assertNull(fixture.core.table().get("M0foo"));
        assertEquals(0, fixture.core.totals().live().size());
    }

    @Test
    void shouldGrantAnAnonymousSenderWithoutAddress() {
        fixture.sender(null, peer);
        assertTrue(peer.attached);
        assertNull(peer.owningAddress);
        assertEquals(0, fixture.core.table().size());
    }

    @Test
    void shouldRefuseAReceiverWithoutSource() {
        fixture.receiver(null, peer);
        assertEquals(new LinkError("qd:no-route-to-dest", "No route to the destination node"), peer.error);
        FakePeer empty = new FakePeer();
        fixture.attach(CoreFixture.link(false, Kind.ADDRESSED, ""), empty);
        assertEquals(LinkError.NO_ROUTE, empty.error);
        assertFalse(peer.attached);
    }

    @Test
    void shouldRefuseReceiversOnAddressesOfRouters() {
        for (String address : List.of("_topo/0/other/x", "_topo/all/x", "_topo/0/me", "_topo/0/all")) {
            FakePeer receiver = new FakePeer();
            fixture.receiver(address, receiver);
            assertEquals(LinkError.NO_ROUTE, receiver.error, address);
        }
        fixture.receiver("_topo/0/me/x", peer);
        assertEquals("Lx", peer.owningAddress);
        for (String address : List.of("_topo/0/all/x", "_edge/e/x", "_topo/9/x/y")) {
            FakePeer receiver = new FakePeer();
            fixture.receiver(address, receiver);
            assertTrue(receiver.attached, address);
        }
    }

    @Test
    void shouldRefuseACoordinator() {
        fixture.attach(CoreFixture.link(true, Kind.COORDINATOR, null), peer);
        assertEquals("amqp:precondition-failed", peer.error.condition());
        assertEquals("The router can't coordinate transactions by itself, a linkRoute to a coordinator must be "
                + "configured to use transactions.", peer.error.description());
    }

    @Test
    void shouldRefuseADynamicLinkThatAsksForALinkRoute() {
        LinkDescriptor asked = new LinkDescriptor(
                "l", false, Kind.DYNAMIC, null, List.of(), Map.of("x-opt-qd.address", "q"), 250, false);
        fixture.attach(asked, peer);
        assertEquals(LinkError.NO_ROUTE, peer.error);
    }

    @Test
    void shouldRefuseAnUnavailableAddress() {
        fixture.address("prefix", "closed", "unavailable");
        fixture.sender("closed/x", peer);
        assertEquals(new LinkError("amqp:not-found", "Node not found"), peer.error);
        FakePeer receiver = new FakePeer();
        RouterLink link = fixture.receiver("closed", receiver);
        assertEquals(LinkError.NOT_FOUND, receiver.error);
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        assertEquals(0, fixture.core.table().size());
    }

    @Test
    void shouldMakeAnAddressForADynamicSource() {
        fixture.attach(CoreFixture.link(false, Kind.DYNAMIC, null), peer);
        assertTrue(peer.address.matches("amqp:/_topo/0/me/temp\\.[A-Za-z0-9_-]{15}"), peer.address);
        assertEquals("L" + peer.address.substring(peer.address.lastIndexOf('/') + 1), peer.owningAddress);
        assertEquals(Treatment.BALANCED, fixture.core.table().get(peer.owningAddress).treatment());
        FakePeer other = new FakePeer();
        fixture.attach(CoreFixture.link(false, Kind.DYNAMIC, null), other);
        assertNotEquals(peer.address, other.address);
    }

    @Test
    void shouldMakeAnAddressForADynamicTarget() {
        fixture.attach(CoreFixture.link(true, Kind.DYNAMIC, null), peer);
        assertTrue(peer.address.matches("amqp:/_\\$temp\\.[A-Za-z0-9_-]{15}"), peer.address);
        FakePeer receiver = new FakePeer();
        fixture.receiver(peer.address, receiver);
        assertEquals(peer.owningAddress, receiver.owningAddress);
        assertTrue(peer.path());
    }

    @Test
    void shouldAnswerAReceiverWhenMessagesReachIt() {
        List<TransferResult> results = new ArrayList<>();
        FakePeer hasty = new FakePeer() {
            @Override
            public void onAttached(LinkGrant grant) {
                super.onAttached(grant);
                results.add(fixture.core.send(producer.to(grant.address())));
            }
        };
        fixture.attach(CoreFixture.link(false, Kind.DYNAMIC, null), hasty);
        fixture.attach(CoreFixture.link(false, Kind.ADDRESSED, "known"), hasty);
        assertEquals(List.of(TransferResult.ROUTED, TransferResult.ROUTED), results);
        assertEquals(2, hasty.deliveries.size());
    }

    @Test
    void shouldKeepTheAddressOfAReplayedDynamicLink() {
        LinkDescriptor asked = CoreFixture.link(false, Kind.DYNAMIC, null);
        fixture.attach(asked, peer);
        try (CoreFixture next = new CoreFixture()) {
            FakePeer again = new FakePeer();
            next.attach(asked.withAddress(peer.address), again);
            assertEquals(peer.address, again.address);
            assertEquals(peer.owningAddress, again.owningAddress);
        }
    }

    @Test
    void shouldUsePhasesOfWaypoints() {
        fixture.address("w", Map.of("prefix", "wp", "waypoint", true));
        fixture.sender("wp", peer);
        assertEquals("M0wp", peer.owningAddress);
        FakePeer receiver = new FakePeer();
        fixture.receiver("wp", receiver);
        assertEquals("M1wp", receiver.owningAddress);
        FakePeer waypointIn = new FakePeer();
        fixture.attach(CoreFixture.link(false, Kind.ADDRESSED, "wp", "qd.waypoint"), waypointIn);
        assertEquals("M0wp", waypointIn.owningAddress);
        FakePeer waypointOut = new FakePeer();
        fixture.attach(CoreFixture.link(true, Kind.ADDRESSED, "wp", "a", "qd.waypoint.1"), waypointOut);
        assertEquals("M1wp", waypointOut.owningAddress);
    }

    @Test
    void shouldKeepTenantsApart() {
        var tenant = fixture.connect("v/", "normal");
        tenant.attach(CoreFixture.link(false, Kind.ADDRESSED, "x"), peer);
        FakePeer plain = new FakePeer();
        fixture.sender("x", plain);
        assertEquals("M0v/x", peer.owningAddress);
        assertFalse(plain.path());
        FakePeer anonymous = new FakePeer();
        RouterLink link = tenant.attach(CoreFixture.link(true, Kind.ANONYMOUS, null), anonymous);
        fixture.sync();
        assertEquals(TransferResult.ROUTED, link.transfer(producer.to("x")));
        assertEquals(1, peer.deliveries.size());
    }

    @Test
    void shouldRefuseClearlyWhenTooManyAttachesWait() throws InterruptedException {
        try (CoreFixture small = new CoreFixture(Map.of(), 1)) {
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            small.core.control().order(() -> {
                busy.countDown();
                awaitQuietly(free);
            });
            busy.await();
            small.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), peer);
            FakePeer second = new FakePeer();
            RouterLink refused = small.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), second);
            assertEquals("amqp:resource-limit-exceeded", second.error.condition());
            refused.detached(null);
            free.countDown();
            small.sync();
            assertTrue(peer.attached);
            assertFalse(second.attached);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldNotGrantALinkThatEndedMeanwhile() {
        CountDownLatch free = new CountDownLatch(1);
        fixture.core.control().order(() -> awaitQuietly(free));
        RouterLink link = fixture.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), peer);
        link.detached(null);
        link.detached(null);
        free.countDown();
        fixture.sync();
        assertFalse(peer.attached);
        assertEquals(0, fixture.core.table().size());
        fixture.connection.closed();
        FakePeer late = new FakePeer();
        fixture.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), late);
        assertFalse(late.attached);
        assertNull(late.error);
    }
}
