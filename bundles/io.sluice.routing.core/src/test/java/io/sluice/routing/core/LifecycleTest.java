// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.address.Treatment;

class LifecycleTest {

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer sender = new FakePeer();
    private final FakePeer receiver = new FakePeer();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldAnswerGoneAndDetachNothingAfterTheEnd() {
        RouterLink in = fixture.sender("a", sender);
        RouterLink out = fixture.receiver("a", receiver);
        RouterLink anonymous = fixture.sender(null, new FakePeer());
        fixture.core.stop();
        assertEquals(TransferResult.GONE, in.transfer(producer.message()));
        assertEquals(TransferResult.GONE, anonymous.transfer(producer.to("a")));
        assertEquals(TransferResult.GONE, out.transfer(producer.message()));
        FakePeer late = new FakePeer();
        RouterLink lateLink = fixture.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), late);
        assertEquals(TransferResult.GONE, lateLink.transfer(producer.message()));
        RouterConnection lateConnection = fixture.connect(null, "normal");
        lateConnection.closed();
        in.detached(null);
        fixture.connection.closed();
        for (FakePeer peer : List.of(sender, receiver, late)) {
            assertNull(peer.error);
        }
        assertFalse(late.attached);
        assertTrue(receiver.deliveries.isEmpty());
    }

    @Test
    void shouldAskToParkUntilALinkIsGranted() {
        CountDownLatch free = new CountDownLatch(1);
        fixture.core.control().order(() -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        RouterLink link = fixture.connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), sender);
        assertEquals(TransferResult.GONE, link.transfer(producer.message()));
        free.countDown();
        fixture.sync();
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
    }

    @Test
    void shouldRebuildItselfFromAReplayWhileDeliveriesAreInFlight() {
        RouterLink in = fixture.sender("a", sender);
        fixture.receiver("a", receiver);
        assertEquals(TransferResult.ROUTED, in.transfer(producer.message()));
        try (CoreFixture next = new CoreFixture()) {
            next.receiver("a", receiver);
            RouterLink again = next.sender("a", sender);
            fixture.core.stop();
            assertEquals(1, receiver.stats.outstanding.get());
            assertEquals(TransferResult.GONE, in.transfer(producer.message()));
            assertEquals(TransferResult.ROUTED, again.transfer(producer.message()));
            in.detached(null);
            receiver.settleOne(Outcome.ACCEPTED);
            receiver.settleOne(Outcome.ACCEPTED);
            assertEquals(2, producer.outcomes.size());
            assertEquals(0, receiver.stats.outstanding.get());
            assertEquals(1, next.core.table().get("M0a").consumerCount());
        }
    }

    @Test
    void shouldKeepTwoCoresApart() {
        try (CoreFixture other = new CoreFixture(Map.of("id", "you"), 10)) {
            fixture.receiver("a", receiver);
            other.sender("a", sender);
            assertFalse(sender.path());
            assertEquals(0, other.core.table().get("M0a").consumerCount());
            assertEquals("you", other.core.info().id());
            assertEquals("me", fixture.core.info().id());
        }
    }

    @Test
    void shouldGiveNothingToAConsumerThatHasLeft() {
        RouterLink in = fixture.sender("a", sender);
        RouterLink out = fixture.receiver("a", receiver);
        out.detached(null);
        assertEquals(TransferResult.NO_ROUTE, in.transfer(producer.message()));
        assertEquals(0, receiver.deliveries.size());
        assertEquals(0, receiver.late.get());
    }

    @Test
    void shouldReleaseOrModifyWhatALostConsumerHeld() {
        RouterLink in = fixture.sender("a", sender);
        RouterLink out = fixture.receiver("a", receiver);
        in.transfer(producer.message());
        in.transfer(producer.message());
        out.detached(null);
        Delivery sent = receiver.deliveries.poll();
        Delivery queued = receiver.deliveries.poll();
        sent.settle(Outcome.MODIFIED_FAILED);
        queued.settle(Outcome.RELEASED);
        assertEquals(List.of(Outcome.MODIFIED_FAILED, Outcome.RELEASED), producer.outcomes);
        fixture.sync();
        assertTrue(sender.paths.contains(false));
    }

    @Test
    void shouldDeliverWhatALostProducerSent() {
        RouterLink in = fixture.sender("a", sender);
        fixture.receiver("a", receiver);
        in.transfer(producer.message());
        in.detached(null);
        assertEquals(TransferResult.NO_ROUTE, in.transfer(producer.message()));
        assertEquals(Outcome.ACCEPTED, receiver.settleOne(Outcome.ACCEPTED).outcome());
    }

    @Test
    void shouldKeepLinksWhenTheConfigurationChanges() {
        fixture.sender("a", sender);
        fixture.receiver("a", receiver);
        fixture.core.configure(RouterSettings.of(
                Map.of("id", "me", "defaultDistribution", "closest", "metadata", "m"), "1.2.3"));
        fixture.receiver("b", new FakePeer());
        assertEquals(Treatment.BALANCED, fixture.core.table().get("M0a").treatment());
        assertEquals(Treatment.CLOSEST, fixture.core.table().get("M0b").treatment());
        assertNull(sender.error);
        assertTrue(sender.path());
    }

    @Test
    void shouldGoOnAfterAnOrderThatFails() {
        fixture.core.control().order(() -> {
            throw new IllegalStateException("expected by the test");
        });
        fixture.sender("a", sender);
        assertTrue(sender.attached);
    }
}
