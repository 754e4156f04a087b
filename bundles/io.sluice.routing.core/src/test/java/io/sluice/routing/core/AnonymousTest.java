// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class AnonymousTest {

    private final CoreFixture fixture = new CoreFixture();
    private final FakeProducer producer = new FakeProducer();
    private final RouterLink link = fixture.sender(null, new FakePeer());

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldFindTheConsumersOfEachMessage() {
        FakePeer a = new FakePeer();
        FakePeer b = new FakePeer();
        fixture.receiver("a", a);
        fixture.receiver("b", b);
        for (int i = 0; i < 3; i++) {
            assertEquals(TransferResult.ROUTED, link.transfer(producer.to(new String("amqp:/a"))));
            assertEquals(TransferResult.ROUTED, link.transfer(producer.to("b/")));
        }
        assertEquals(3, a.deliveries.size());
        assertEquals(3, b.deliveries.size());
        assertEquals(3, fixture.core.table().get("M0a").sum().ingress);
    }

    @Test
    void shouldRefuseAMessageWithoutAddress() {
        assertEquals(TransferResult.NO_ADDRESS, link.transfer(producer.to(null)));
        assertEquals(TransferResult.NO_ADDRESS, link.transfer(producer.to("")));
    }

    @Test
    void shouldTellAnUnavailableAddressFromAnUnusedOne() {
        fixture.address("prefix", "closed", "unavailable");
        assertEquals(TransferResult.UNAVAILABLE, link.transfer(producer.to("closed.x")));
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.to("open.x")));
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.to("_topo/0/other/x")));
    }

    @Test
    void shouldNotUseACachedAddressThatHasGoneOrChanged() {
        FakePeer old = new FakePeer();
        RouterLink consumer = fixture.receiver("a", old);
        assertEquals(TransferResult.ROUTED, link.transfer(producer.to("a")));
        consumer.detached(null);
        fixture.sync();
        assertEquals(TransferResult.NO_ROUTE, link.transfer(producer.to("a")));
        FakePeer fresh = new FakePeer();
        fixture.receiver("a", fresh);
        assertEquals(TransferResult.ROUTED, link.transfer(producer.to("a")));
        assertEquals(1, old.deliveries.size());
        assertEquals(1, fresh.deliveries.size());
    }

    @Test
    void shouldServeMoreAddressesThanItRemembers() {
        FakePeer[] peers = new FakePeer[100];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = new FakePeer();
            fixture.receiver("q" + i, peers[i]);
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < peers.length; i++) {
                assertEquals(TransferResult.ROUTED, link.transfer(producer.to("q" + i)));
                assertEquals(round + 1, peers[i].deliveries.size());
            }
        }
    }
}
