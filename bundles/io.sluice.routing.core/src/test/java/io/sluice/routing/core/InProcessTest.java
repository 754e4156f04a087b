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
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;

class InProcessTest {

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final FakePeer client = new FakePeer();
    private final List<Delivery> first = new ArrayList<>();
    private final List<Delivery> second = new ArrayList<>();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Subscription subscribe(String address, List<Delivery> taken) {
        Subscription made = fixture.core.subscribe(address, taken::add);
        fixture.sync();
        return made;
    }

    private Object attribute(String key, String attribute) {
        return fixture.core.addressEntities().get(key).attribute(attribute);
    }

    @Test
    void shouldGiveSendersAPathAndTakeItBack() {
        RouterLink link = fixture.sender("orders", client);
        assertFalse(client.path());
        Subscription made = subscribe("orders", first);
        assertTrue(client.path());
        assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        first.get(0).settle(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), producer.outcomes);
        made.close();
        made.close();
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.message()));
        fixture.sync();
        assertFalse(client.path());
    }

    @Test
    void shouldBeReachedByEveryTextOfItsKey() {
        subscribe("_local/agent", first);
        subscribe("$management", second);
        subscribe("_topo/0/all/news", second);
        for (String text : List.of("_local/agent", "amqp:/_local/agent", "_topo/0/me/agent")) {
            FakePeer peer = new FakePeer();
            RouterLink link = fixture.sender(text, peer);
            assertEquals("Lagent", peer.owningAddress);
            assertEquals(TransferResult.ROUTED, link.transfer(producer.message()));
        }
        assertEquals(3, first.size());
        fixture.sender("/$management", client).transfer(producer.message());
        assertEquals("M0$management", client.owningAddress);
        fixture.sender("amqp:/_topo/0/all/news", client).transfer(producer.message());
        assertEquals("Tnews", client.owningAddress);
        assertEquals(2, second.size());
    }

    @Test
    void shouldStayInTheTableWithoutLinksUntilClosed() {
        Subscription made = subscribe("$management", first);
        assertEquals("closest", attribute("M0$management", "distribution"));
        assertEquals(1, attribute("M0$management", "inProcess"));
        assertEquals(0, attribute("M0$management", "subscriberCount"));
        made.close();
        fixture.sync();
        assertNull(fixture.core.addressEntities().get("M0$management"));
    }

    @Test
    void shouldTakeTurnsBeforeAnyLinkWhenClosest() {
        fixture.address("prefix", "c", "closest");
        FakePeer receiver = new FakePeer();
        fixture.receiver("c", receiver);
        subscribe("c", first);
        Subscription made = subscribe("c", second);
        RouterLink link = fixture.sender("c", client);
        for (int i = 0; i < 4; i++) {
            link.transfer(producer.message());
        }
        assertEquals(2, first.size());
        assertEquals(2, second.size());
        made.close();
        link.transfer(producer.message());
        link.transfer(producer.message());
        assertEquals(4, first.size());
        assertTrue(receiver.deliveries.isEmpty());
        assertEquals(6L, attribute("M0c", "deliveriesToContainer"));
    }

    @Test
    void shouldNotBeUsedByBalancedWhileThereIsALink() {
        fixture.address("prefix", "b", "balanced");
        subscribe("b", first);
        RouterLink link = fixture.sender("b", client);
        link.transfer(producer.message());
        assertEquals(1, first.size());
        FakePeer receiver = new FakePeer();
        fixture.receiver("b", receiver);
        link.transfer(producer.message());
        link.transfer(producer.message());
        assertEquals(2, receiver.deliveries.size());
        assertEquals(1, first.size());
    }

    @Test
    void shouldGetOneCopyEachWhenMulticast() {
        fixture.address("prefix", "m", "multicast");
        FakePeer receiver = new FakePeer();
        fixture.receiver("m", receiver);
        subscribe("m", first);
        subscribe("m", second);
        fixture.sender("m", client).transfer(producer.message());
        first.get(0).settle(Outcome.ACCEPTED);
        second.get(0).settle(Outcome.RELEASED);
        assertTrue(producer.outcomes.isEmpty());
        receiver.settleOne(Outcome.ACCEPTED);
        assertEquals(Outcome.ACCEPTED, producer.outcomes.get(0));
    }

    @Test
    void shouldReleaseWhatAHandlerRefusesWithoutTakingThePathAway() {
        fixture.core.subscribe("full", delivery -> false);
        fixture.core.subscribe("broken", delivery -> {
            throw new IllegalStateException("on purpose");
        });
        fixture.sync();
        for (String address : List.of("full", "broken")) {
            assertEquals(TransferResult.ROUTED, fixture.sender(address, client).transfer(producer.message()));
        }
        assertEquals(List.of(Outcome.RELEASED, Outcome.RELEASED), producer.outcomes);
        assertEquals(0L, attribute("M0full", "deliveriesToContainer"));
    }

    @Test
    void shouldReadAGrowingContent() {
        subscribe("grow", first);
        Delivery delivery = producer.growing();
        delivery.content().append(new byte[] {1, 2});
        fixture.sender("grow", client).transfer(delivery);
        assertSame(delivery, first.get(0));
        List<Integer> sizes = new ArrayList<>();
        first.get(0).sink(one -> sizes.add(one.read().length));
        assertEquals(2, first.get(0).read().length);
        delivery.content().append(new byte[] {1, 2, 3});
        assertEquals(List.of(3), sizes);
    }

    @Test
    void shouldSendFromInsideToLinksAndConsumers() {
        FakePeer receiver = new FakePeer();
        fixture.receiver("out", receiver);
        subscribe("_local/in", first);
        assertEquals(TransferResult.ROUTED, fixture.core.send(producer.to("amqp:/out")));
        assertEquals(TransferResult.ROUTED, fixture.core.send(producer.to("_topo/0/me/in")));
        assertEquals(1, receiver.deliveries.size());
        assertEquals(1, first.size());
        assertEquals(1L, attribute("M0out", "deliveriesFromContainer"));
        assertEquals(0L, attribute("M0out", "deliveriesIngress"));
    }

    @Test
    void shouldSayWhyNothingWasSent() {
        fixture.address("prefix", "un", "unavailable");
        assertEquals(TransferResult.NO_ADDRESS, fixture.core.send(producer.message()));
        assertEquals(TransferResult.NO_ROUTE, fixture.core.send(producer.to("nobody")));
        assertEquals(TransferResult.UNAVAILABLE, fixture.core.send(producer.to("un/x")));
        fixture.core.stop();
        assertEquals(TransferResult.GONE, fixture.core.send(producer.to("nobody")));
        fixture.core.subscribe("late", first::add).close();
    }

    @Test
    void shouldForgetASubscriptionClosedAtOnce() {
        try (CoreFixture own = new CoreFixture(Map.of(), 1)) {
            own.core.subscribe("short", first::add).close();
            own.sync();
            assertNull(own.core.addressEntities().get("M0short"));
        }
    }
}
