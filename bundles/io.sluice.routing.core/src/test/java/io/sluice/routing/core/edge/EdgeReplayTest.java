// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.core.FakeContainer;
import io.sluice.routing.core.FakeContainer.Asked;
import io.sluice.routing.core.FakePeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;


/** What a new core finds on an edge router's connections, and goes on with. */
class EdgeReplayTest {

    private final EdgeFixture before = new EdgeFixture(EdgeFixture.PATIENT);
    private final EdgeFixture after = new EdgeFixture(EdgeFixture.PATIENT);
    private final List<Asked> all = new ArrayList<>();
    private Asked receiver;
    private Asked sender;

    @BeforeEach
    void useTheFirst() throws Exception {
        before.connect();
        before.client(false, "news");
        receiver = before.interior.next().accept();
        before.client(true, "orders");
        sender = before.interior.next().accept();
        before.core.sync();
        before.track("M0orders", true);
        before.close();
        all.addAll(List.of(before.uplink, before.downlink, before.tracking, before.requests, before.requestReplies,
                before.lookups, before.lookupReplies, before.heartbeat, receiver, sender));
    }

    @AfterEach
    void stop() {
        after.close();
    }

    private List<Asked> replay() {
        FakeContainer connection = new FakeContainer(after.core.core, 50, "up", "edge", "INT");
        connection.memory.putAll(before.interior.memory);
        List<Asked> again = new ArrayList<>();
        for (Asked link : all) {
            FakePeer peer = new FakePeer();
            RouterLink attached = connection.connection.attach(link.descriptor, peer);
            LinkDescriptor told = link.descriptor;
            attached.peerAttached(FakeContainer.answer(
                    told, told.kind() == LinkDescriptor.Kind.DYNAMIC ? EdgeFixture.REPLIES : told.address()));
            again.add(new Asked(told, attached, peer));
        }
        connection.connection.replayed();
        after.core.sync();
        after.interior = connection;
        return again;
    }

    @Test
    void shouldTakeOverTheLinksOfTheActiveConnection() throws Exception {
        List<Asked> again = replay();
        assertTrue(after.interior.nothingAsked());
        assertTrue(after.interior.active);
        for (Asked link : again.subList(0, 8)) {
            assertTrue(link.peer.attached, link.descriptor::toString);
        }
        after.lookups = again.get(5);
        after.lookupReplies = again.get(6);
        FakePeer news = after.client(false, "news");
        FakePeer orders = after.client(true, "orders");
        assertTrue(after.interior.nothingAsked());
        assertTrue(again.get(8).peer.path());
        assertTrue(orders.path(), "what the interior has told is remembered");
        assertEquals(TransferResult.ROUTED, again.get(8).link.transfer(after.arriving(50, null, "news")));
        assertEquals(1, news.deliveries.size());
    }

    @Test
    void shouldHaveAWayUpBeforeSendersComeBack() {
        List<Asked> again = replay();
        assertTrue(after.core.core.table().get("M0orders").hasConsumers());
        assertTrue(again.get(9).peer.attached);
        FakePeer orders = new FakePeer();
        RouterLink link = after.core.sender("orders", orders);
        assertEquals(TransferResult.GONE, link.transfer(after.arriving(1, null, "orders")), "waits for the lookup");
    }

    @Test
    void shouldEndStandInsWhoseClientsDoNotComeBack() {
        List<Asked> again = replay();
        assertFalse(again.get(8).peer.detached);
        await().until(() -> again.get(8).peer.detached && again.get(9).peer.detached);
        assertFalse(again.get(0).peer.detached);
    }

    @Test
    void shouldWaitForTheActiveConnectionWhileOneInReserveIsBack() {
        FakeContainer reserve = new FakeContainer(after.core.core, 51, "up2", "edge", "INT2");
        reserve.memory.put("edge active", false);
        reserve.connection.replayed();
        after.core.sync();
        assertTrue(reserve.nothingAsked());
        replay();
        assertTrue(after.interior.active);
        assertTrue(reserve.nothingAsked());
        assertFalse(reserve.active);
    }

    @Test
    void shouldUseTheReserveIfTheActiveConnectionDoesNotComeBack() throws Exception {
        FakeContainer reserve = new FakeContainer(after.core.core, 51, "up2", "edge", "INT2");
        reserve.memory.put("edge active", false);
        reserve.connection.replayed();
        reserve.next();
        await().until(() -> Boolean.TRUE.equals(reserve.active));
    }
}
