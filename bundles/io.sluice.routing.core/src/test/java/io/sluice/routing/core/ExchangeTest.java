// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.rule.RuleFactory;

class ExchangeTest {

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer publisher = new FakePeer();
    private RouterLink link;

    @BeforeEach
    void configure() {
        fixture.address("prefix", "mc", "multicast");
        exchange("ex", "address", "pub", "alternateAddress", "alt");
        binding("one", "ex", "a.*", "h1");
        binding("again", "ex", "a.#", "h1");
        binding("copies", "ex", "a.#", "mc/h2");
        link = fixture.sender("pub", publisher);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void exchange(String name, Object... properties) {
        fixture.configure(fixture.exchanges, name, properties);
    }

    private void binding(String name, String exchange, String key, String address) {
        fixture.configure(fixture.bindings, name, "exchangeName", exchange, "bindingKey", key,
            "nextHopAddress", address);
    }

    private FakePeer receiver(String address) {
        FakePeer peer = new FakePeer();
        fixture.receiver(address, peer);
        return peer;
    }

    private TransferResult send(String subject) {
        return link.transfer(Messages.delivery(producer, subject, false, null));
    }

    private long count(RuleFactory<?> factory, String name, String attribute) {
        for (ManagedEntity entity : factory.entities().entities()) {
            if (entity.name().equals(name)) {
                return ((Number) entity.attribute(attribute)).longValue();
            }
        }
        throw new AssertionError(name);
    }

    private List<Long> counts(String name) {
        return List.of(count(fixture.exchanges, name, "receivedCount"),
            count(fixture.exchanges, name, "forwardedCount"),
            count(fixture.exchanges, name, "droppedCount"), count(fixture.exchanges, name, "divertedCount"));
    }

    @Test
    void shouldSendOneCopyToEachNextHopThatMatches() {
        FakePeer one = receiver("h1");
        FakePeer two = receiver("mc/h2");
        FakePeer three = receiver("mc/h2");
        FakePeer alternate = receiver("alt");
        assertEquals(TransferResult.ROUTED, send("a.b"));
        for (FakePeer peer : List.of(one, two, three)) {
            assertEquals(1, peer.deliveries.size());
            assertTrue(peer.deliveries.peek().presettled());
        }
        assertEquals("h1", one.deliveries.peek().annotations().to());
        assertEquals("mc/h2", two.deliveries.peek().annotations().to());
        assertArrayEquals(Messages.subject("a.b"), three.deliveries.peek().read());
        assertTrue(alternate.deliveries.isEmpty());
        assertEquals(List.of(1L, 1L, 0L, 0L), counts("ex"));
        assertEquals(1, count(fixture.bindings, "one", "matchedCount"));
        assertEquals(1, count(fixture.bindings, "again", "matchedCount"));
    }

    @Test
    void shouldAcceptAtOnceAndGiveCreditBackWhenTheCopiesHaveGone() {
        FakePeer one = receiver("h1");
        Delivery delivery = Messages.delivery(producer, "a.b", false, null);
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        assertEquals(Outcome.ACCEPTED, delivery.outcome());
        assertFalse(delivery.settled());
        one.settleOne(Outcome.ACCEPTED);
        assertTrue(delivery.settled());
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
    }

    @Test
    void shouldServeConsumersOfTheExchangesAddressFirst() {
        FakePeer direct = receiver("pub");
        FakePeer one = receiver("h1");
        assertEquals(TransferResult.ROUTED, send("a.b"));
        assertFalse(direct.deliveries.peek().presettled(), "its own consumers are asked for an outcome");
        assertEquals(1, one.deliveries.size());
        assertEquals(TransferResult.ROUTED, send("nothing"));
        assertEquals(2, direct.deliveries.size());
        direct.settleOne(Outcome.REJECTED);
        one.settleOne(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
        assertEquals(List.of(2L, 2L, 0L, 0L), counts("ex"));
    }

    @Test
    void shouldSendToTheAlternateWhatNobodyHad() {
        FakePeer alternate = receiver("alt");
        assertEquals(TransferResult.ROUTED, send("zz"));
        assertEquals(TransferResult.ROUTED, send(null));
        assertEquals(TransferResult.ROUTED, send("a.b"), "the next hops match but have no consumer");
        assertEquals(3, alternate.deliveries.size());
        assertEquals("alt", alternate.deliveries.peek().annotations().to());
        assertEquals(List.of(3L, 3L, 0L, 3L), counts("ex"));
    }

    @Test
    void shouldReleaseAndCountWhatGoesNowhere() {
        Delivery delivery = Messages.delivery(producer, "a.b", false, null);
        assertEquals(TransferResult.NO_ROUTE, link.transfer(delivery));
        assertNull(delivery.outcome(), "the delivery is the caller's");
        assertTrue(delivery.readable());
        assertEquals(List.of(1L, 0L, 1L, 0L), counts("ex"));
        assertTrue(publisher.path(), "there are bindings");
    }

    @Test
    void shouldGiveCreditOnceForAnExchangeThatLeadsNowhere() {
        exchange("bare", "address", "bare");
        FakePeer peer = new FakePeer();
        RouterLink bare = fixture.sender("bare", peer);
        assertEquals(List.of(true), peer.paths);
        assertEquals(TransferResult.NO_ROUTE, bare.transfer(Messages.delivery(producer, "a", false, null)));
        assertEquals(List.of(true, false), peer.paths);
        assertEquals(List.of(0L, 0L, 0L, 0L), counts("bare"));
        binding("late", "bare", "#", "h1");
        assertEquals(List.of(true, false, true), peer.paths);
        receiver("h1");
        assertEquals(TransferResult.ROUTED, bare.transfer(Messages.delivery(producer, "a", false, null)));
        fixture.bindings.deleted("late");
        fixture.sync();
        assertFalse(peer.path());
    }

    @Test
    void shouldDropPresettledCopiesOnly() {
        FakePeer one = receiver("h1");
        Delivery delivery = Messages.delivery(producer, "a.b", true, null);
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        assertFalse(delivery.settled());
        one.settleOne(Outcome.ACCEPTED);
        assertTrue(delivery.settled());
    }

    @Test
    void shouldWorkForMessagesThatNameTheExchange() {
        FakePeer one = receiver("h1");
        RouterLink anonymous = fixture.sender(null, new FakePeer());
        assertEquals(TransferResult.ROUTED,
            anonymous.transfer(Messages.delivery(producer, "a.b", false, "amqp:/pub")));
        assertEquals(1, one.deliveries.size());
    }

    @Test
    void shouldTellPhasesApart() {
        fixture.configure(fixture.bindings, "phased", "exchangeName", "ex", "bindingKey", "p", "nextHopAddress", "h1",
            "nextHopPhase", 1);
        receiver("h1");
        FakePeer broker = new FakePeer();
        fixture.attach(CoreFixture.link(false, io.sluice.routing.api.LinkDescriptor.Kind.ADDRESSED, "h1",
            "qd.waypoint.2"), broker);
        assertEquals("M1h1", broker.owningAddress);
        assertEquals(TransferResult.ROUTED, send("p"));
        assertEquals(1, broker.deliveries.peek().annotations().phase());
        assertEquals(1, count(fixture.bindings, "phased", "nextHopPhase"));
    }

    @Test
    void shouldNotGoInCirclesWhenExchangesLeadToEachOther() {
        exchange("two", "address", "second");
        binding("there", "ex", "ring", "second");
        binding("back", "two", "#", "pub");
        binding("out", "two", "#", "h1");
        FakePeer one = receiver("h1");
        FakePeer direct = receiver("second");
        assertEquals(TransferResult.ROUTED, send("ring"));
        assertEquals(1, one.deliveries.size());
        assertEquals("second", direct.deliveries.peek().annotations().to());
        assertTrue(direct.deliveries.peek().presettled());
        assertEquals(List.of(1L, 1L, 0L, 0L), counts("ex"));
        assertEquals(List.of(1L, 1L, 0L, 0L), counts("two"));
    }

    @Test
    void shouldStreamToAllCopies() {
        FakePeer one = receiver("h1");
        FakePeer two = receiver("mc/h2");
        receiver("mc/h2");
        MessageContent content = new MessageContent(producer);
        byte[] head = Messages.subject("a.b");
        content.append(head);
        Delivery delivery = new Delivery(content, producer, false, 0, 4, null, 0);
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        content.append(new byte[MessageContent.HIGH_BYTES]);
        assertTrue(content.mustPause());
        for (FakePeer peer : List.of(one, two)) {
            assertArrayEquals(head, peer.deliveries.peek().read());
            assertEquals(MessageContent.HIGH_BYTES, peer.deliveries.peek().read().length);
        }
        assertTrue(content.mustPause(), "the third has not read yet");
        content.complete();
        assertTrue(one.deliveries.peek().readToEnd());
    }

    @Test
    void shouldHoldItsAddressesAndLetThemGo() {
        for (String key : List.of("M0pub", "M0alt", "M0h1", "M0mc/h2")) {
            assertTrue(fixture.core.table().get(key) != null, key);
        }
        link.detached(null);
        for (String pid : List.of("one", "again", "copies")) {
            fixture.bindings.deleted(pid);
        }
        fixture.exchanges.deleted("ex");
        fixture.sync();
        assertEquals(0, fixture.core.table().size());
        assertEquals(0, fixture.exchanges.entities().entities().size());
    }

    @Test
    void shouldBecomeAnOrdinaryAddressWhenTheExchangeGoes() {
        FakePeer direct = receiver("pub");
        fixture.exchanges.deleted("ex");
        fixture.sync();
        Delivery delivery = Messages.delivery(producer, "a.b", false, null);
        assertEquals(TransferResult.ROUTED, link.transfer(delivery));
        assertNull(delivery.outcome());
        direct.settleOne(Outcome.RELEASED);
        assertEquals(Outcome.RELEASED, delivery.outcome());
        // Its bindings wait for another one of this name.
        exchange("ex", "address", "pub");
        FakePeer one = receiver("h1");
        assertEquals(TransferResult.ROUTED, send("a.b"));
        assertEquals(1, one.deliveries.size());
    }
}
