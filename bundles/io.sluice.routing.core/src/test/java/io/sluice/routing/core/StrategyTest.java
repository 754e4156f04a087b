// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class StrategyTest {

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final List<FakePeer> consumers = new ArrayList<>();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private RouterLink senderWith(String distribution, int... capacities) {
        fixture.address("prefix", "a", distribution);
        for (int capacity : capacities) {
            FakePeer peer = new FakePeer();
            consumers.add(peer);
            fixture.attach(new LinkDescriptor(
                    "r", false, Kind.ADDRESSED, "a", List.of(), Map.of(), capacity, false), peer);
        }
        return fixture.sender("a", new FakePeer());
    }

    private void send(RouterLink link, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        }
    }

    private void assertLoads(int... loads) {
        for (int i = 0; i < loads.length; i++) {
            assertEquals(loads[i], consumers.get(i).stats.outstanding.get(), "consumer " + i);
        }
    }

    @Test
    void shouldRouteNowhereWithoutConsumer() {
        for (String distribution : List.of("closest", "balanced", "multicast", "plugin:none")) {
            try (CoreFixture own = new CoreFixture()) {
                own.address("prefix", "a", distribution);
                RouterLink link = own.sender("a", new FakePeer());
                assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
                assertTrue(producer.outcomes.isEmpty());
            }
        }
    }

    @Test
    void shouldForwardTheSameDeliveryToOneConsumer() {
        RouterLink link = senderWith("balanced", 10);
        Delivery delivery = producer.message();
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        assertSame(delivery, consumers.get(0).deliveries.peek());
        consumers.get(0).settleOne(Outcome.rejected("a:b", "kept"));
        assertEquals("a:b", producer.outcomes.get(0).condition());
    }

    @Test
    void shouldTakeTurnsWhenClosestWhateverTheBacklog() {
        RouterLink link = senderWith("closest", 1, 1, 1);
        send(link, 6);
        assertLoads(2, 2, 2);
        consumers.get(1).settleOne(Outcome.ACCEPTED);
        consumers.get(1).settleOne(Outcome.ACCEPTED);
        send(link, 3);
        assertLoads(3, 1, 3);
    }

    @Test
    void shouldTakeTurnsAmongIdleOnesWhenBalanced() {
        RouterLink link = senderWith("balanced", 10, 10, 10);
        for (int i = 0; i < 6; i++) {
            send(link, 1);
            FakePeer chosen = consumers.get(i % 3);
            assertEquals(1, chosen.deliveries.size(), "round " + i);
            chosen.settleOne(Outcome.ACCEPTED);
        }
    }

    @Test
    void shouldChooseTheLeastLoadWhenBalanced() {
        RouterLink link = senderWith("balanced", 10, 10, 10);
        consumers.get(0).stats.outstanding.set(4);
        consumers.get(1).stats.outstanding.set(2);
        consumers.get(2).stats.outstanding.set(3);
        send(link, 1);
        assertLoads(4, 3, 3);
        send(link, 5);
        assertLoads(5, 5, 5);
    }

    @Test
    void shouldPreferALinkBelowItsCapacityEvenWithMoreLoad() {
        RouterLink link = senderWith("balanced", 2, 100);
        consumers.get(0).stats.outstanding.set(2);
        consumers.get(1).stats.outstanding.set(50);
        send(link, 3);
        assertLoads(2, 53);
        consumers.get(1).stats.outstanding.set(100);
        send(link, 3);
        assertLoads(5, 100);
    }

    @Test
    void shouldTryTheNextBestWhenAConsumerHasEnded() {
        RouterLink link = senderWith("balanced", 10, 10, 10);
        consumers.get(0).ended = true;
        consumers.get(1).stats.outstanding.set(5);
        send(link, 1);
        assertLoads(0, 5, 1);
        consumers.get(2).ended = true;
        send(link, 1);
        assertLoads(0, 6, 1);
        consumers.get(1).ended = true;
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        assertLoads(0, 6, 1);
    }

    @Test
    void shouldSkipEndedOnesWhenClosest() {
        RouterLink link = senderWith("closest", 10, 10);
        consumers.get(0).ended = true;
        send(link, 3);
        assertLoads(0, 3);
    }

    @Test
    void shouldCopyToEachAndAggregateWhenMulticast() {
        RouterLink link = senderWith("multicast", 10, 10, 10);
        send(link, 1);
        consumers.get(0).settleOne(Outcome.RELEASED);
        consumers.get(1).settleOne(Outcome.rejected("a:b", "lost"));
        assertTrue(producer.outcomes.isEmpty());
        consumers.get(2).settleOne(Outcome.ACCEPTED);
        assertEquals(Outcome.Kind.REJECTED, producer.outcomes.get(0).kind());
        assertNull(producer.outcomes.get(0).condition());
    }

    @Test
    void shouldCopyPresettledOnesAndTellTheProducerOnce() {
        RouterLink link = senderWith("multicast", 10, 10);
        assertEquals(TransferResult.ROUTED, link.transfer(producer.presettled()));
        for (FakePeer consumer : consumers) {
            assertTrue(consumer.deliveries.peek().presettled());
            consumer.settleOne(Outcome.ACCEPTED);
        }
        assertEquals(1, producer.outcomes.size());
    }

    @Test
    void shouldNotCopyAPresettledOneForASingleConsumer() {
        RouterLink link = senderWith("multicast", 10);
        Delivery delivery = producer.presettled();
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        assertSame(delivery, consumers.get(0).deliveries.peek());
    }

    @Test
    void shouldReleaseOnlyTheCopyOfAnEndedConsumer() {
        RouterLink link = senderWith("multicast", 10, 10);
        consumers.get(0).ended = true;
        send(link, 1);
        consumers.get(1).settleOne(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
        assertLoads(0, 0);
    }

    @Test
    void shouldStreamAGrowingContent() {
        assertStreams(senderWith("balanced", 10));
        try (CoreFixture own = new CoreFixture()) {
            own.address("prefix", "a", "multicast");
            FakePeer first = new FakePeer();
            FakePeer second = new FakePeer();
            own.receiver("a", first);
            own.receiver("a", second);
            consumers.clear();
            consumers.addAll(List.of(first, second));
            assertStreams(own.sender("a", new FakePeer()));
        }
    }

    private void assertStreams(RouterLink link) {
        Delivery delivery = producer.growing();
        MessageContent content = delivery.content();
        content.append(new byte[MessageContent.HIGH_BYTES]);
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        assertTrue(content.mustPause());
        int drained = producer.drained;
        for (FakePeer consumer : consumers) {
            assertEquals(MessageContent.HIGH_BYTES, consumer.deliveries.poll().read().length);
        }
        assertEquals(drained + 1, producer.drained);
        assertFalse(content.mustPause());
        content.complete();
    }

    @Test
    void shouldLeaveAGrowingContentUntouchedIfNobodyTakesIt() {
        RouterLink link = senderWith("balanced", 10);
        consumers.get(0).ended = true;
        Delivery delivery = producer.growing();
        delivery.content().append(new byte[MessageContent.HIGH_BYTES]);
        assertEquals(TransferResult.NO_ROUTE, link.transfer(delivery));
        assertFalse(delivery.content().mustPause());
        assertEquals(MessageContent.HIGH_BYTES, delivery.copy(producer).read().length);
    }
}
