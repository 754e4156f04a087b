// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.Subscription;
import io.sluice.routing.api.TransferResult;
import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.api.network.NetworkTables;

class RemoteTableTest {

    private final NetworkFixture network = new NetworkFixture();
    private final CoreFixture core = network.core;

    @AfterEach
    void stop() {
        network.close();
    }

    // ---- what the member sends

    @Test
    void shouldSendWhatTheMemberSaysWhenItRoutesByIt() throws InterruptedException {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        core.sync();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        core.core.control().order(() -> {
            busy.countDown();
            awaitQuietly(free);
        });
        busy.await();
        assertTrue(network.tables.send(b.id, network.producer.message()));
        assertEquals(1, b.control.deliveries.size());
        network.tables.addressAdded(1, "M0x", 3);
        assertTrue(network.tables.send(b.id, network.producer.message()));
        assertTrue(network.tables.send(b.id, network.producer.message()));
        assertFalse(network.tables.send(99, network.producer.message()));
        assertEquals(1, b.control.deliveries.size());
        free.countDown();
        core.sync();
        assertEquals(3, b.control.deliveries.size());
        assertTrue(network.tables.send(b.id, network.producer.message()));
        assertEquals(4, b.control.deliveries.size());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- what the member is told

    private List<String> told() {
        core.sync();
        List<String> told = List.copyOf(network.member.told);
        network.member.told.clear();
        return told;
    }

    @Test
    void shouldTellOfAddressesWithTheirTreatmentWhileTheyHaveConsumers() {
        core.address("prefix", "m", "multicast");
        core.address("prefix", "c", "closest");
        told();
        core.sender("m/1", new FakePeer());
        assertEquals(List.of(), told());
        RouterLink first = core.receiver("m/1", new FakePeer());
        RouterLink second = core.receiver("m/1", new FakePeer());
        assertEquals(List.of("add M0m/1 1"), told());
        core.receiver("c/1", new FakePeer());
        core.receiver("b", new FakePeer());
        assertEquals(List.of("add M0c/1 2", "add M0b 3"), told());
        first.detached(null);
        assertEquals(List.of(), told());
        second.detached(null);
        assertEquals(List.of("remove M0m/1"), told());
    }

    @Test
    void shouldNotTellOfWhatOthersCannotUse() {
        told();
        core.receiver("_local/x", new FakePeer());
        core.receiver("amqp:/_topo/0/me/y", new FakePeer());
        Subscription inside = core.core.subscribe("inside", delivery -> true);
        assertEquals(List.of(), told());
        inside.close();
    }

    @Test
    void shouldTellANewMemberOfAllThereIs() {
        core.receiver("a", new FakePeer());
        new FakeNeighbour(core, 5, "B", 3).begin(core);
        assertThrows(IllegalStateException.class, () -> core.core.network().join(new FakeMember()));
        network.tables.leave();
        FakeMember next = new FakeMember();
        NetworkTables tables = core.core.network().join(next);
        core.sync();
        assertEquals(List.of("up 5 B 3", "add M0a 3", "replayed"), next.told);
        told();
        core.receiver("b", new FakePeer());
        core.sync();
        assertEquals("add M0b 3", next.told.get(3));
        assertEquals(List.of(), told());
        tables.memory().put("k", "v");
        tables.leave();
        assertEquals("v", core.core.network().join(new FakeMember()).memory().get("k"));
    }

    @Test
    void shouldGoOnWhenTheMemberFails() {
        network.member.failure = new IllegalStateException("of the member");
        FakePeer end = new FakePeer();
        core.receiver("a", end);
        assertTrue(end.attached);
        RouterLink sender = core.sender("a", new FakePeer());
        assertEquals(TransferResult.ROUTED, sender.transfer(network.producer.message()));
    }

    // ---- what the member says

    @Test
    void shouldTreatARemoteAddressAsConfiguredThenAsToldThenAsTheDefaultSays() {
        core.address("prefix", "c", "closest");
        network.neighbour(1, "B", 1);
        network.remote(1, "M0c/x", 1);
        network.remote(1, "M0m", 1);
        network.remote(1, "M0f", 0);
        network.remote(1, "M0n", 2);
        network.remote(1, "M0d", -1);
        assertEquals("closest", distribution("M0c/x"));
        assertEquals("multicast", distribution("M0m"));
        assertEquals("multicast", distribution("M0f"));
        assertEquals("closest", distribution("M0n"));
        assertEquals("balanced", distribution("M0d"));
        core.receiver("m", new FakePeer());
        assertEquals("multicast", distribution("M0m"));
    }

    private Object distribution(String key) {
        return core.core.addressEntities().get(key).attribute("distribution");
    }

    @Test
    void shouldForgetAnAddressWithItsLastUser() {
        network.neighbour(1, "B", 1);
        network.neighbour(2, "C", 1);
        assertNotNull(core.core.table().get("RB"));
        network.remote(1, "M0a", 2);
        network.remote(2, "M0a", 2);
        network.tables.addressRemoved(1, "M0a");
        core.sync();
        assertNotNull(core.core.table().get("M0a"));
        network.tables.nodeRemoved(2);
        core.sync();
        assertNull(core.core.table().get("M0a"));
        assertNull(core.core.table().get("RC"));
        assertEquals(1, core.core.network().directory().size());
    }

    @Test
    void shouldTakeNonsenseOfAMemberWithoutHarm() {
        network.tables.addressAdded(9, "M0a", 1);
        network.tables.neighbour(9, 1);
        network.tables.nodeRemoved(9);
        network.tables.nodeAdded(1, "B");
        for (String key : List.of("", "M", "M0", "X", "Lx", "C", "Tqdrouter")) {
            network.tables.addressAdded(1, key, 77);
            network.tables.addressRemoved(1, key);
        }
        network.tables.paths(new NetworkPaths(new int[] {0, 7, 3}, new int[3], 1, null));
        core.sync();
        assertEquals(1, core.core.table().size());
        network.tables.nodeRemoved(1);
        core.sync();
        assertEquals(0, core.core.table().size());
    }

    @Test
    void shouldGoOnByWhatWasSaidUntilANewMemberHasSaidItAgain() {
        FakeNeighbour b = network.neighbour(1, "B", 1);
        FakeNeighbour c = network.neighbour(2, "C", 1);
        core.address("prefix", "a", "closest");
        network.remote(1, "M0a/1", 2);
        network.remote(1, "M0a/2", 2);
        network.remote(2, "M0a/3", 2);
        RouterLink sender = core.sender(null, new FakePeer());
        network.tables.leave();
        NetworkTables next = core.core.network().join(new FakeMember());
        next.replace();
        core.sync();
        assertEquals(TransferResult.ROUTED, sender.transfer(network.message("a/2", 4)));
        next.nodeAdded(7, "B");
        next.paths(NetworkPaths.ALONE);
        core.sync();
        assertEquals(TransferResult.ROUTED, sender.transfer(network.message("a/1", 4)));
        b.assertGot(2);
        next.neighbour(7, b.id);
        next.addressAdded(7, "M0a/1", 2);
        int[] hops = new int[8];
        Arrays.fill(hops, NetworkPaths.NONE);
        hops[7] = 7;
        next.paths(new NetworkPaths(hops, new int[8], 1, null));
        next.replaced();
        core.sync();
        assertEquals(TransferResult.ROUTED, sender.transfer(network.message("a/1", 4)));
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(network.message("a/2", 4)));
        assertEquals(TransferResult.NO_ROUTE, sender.transfer(network.message("a/3", 4)));
        b.assertGot(3);
        c.assertGot(0);
        assertNull(core.core.network().directory().find("C"));
    }

    @Test
    void shouldIgnoreAMemberThatHasLeft() {
        network.tables.leave();
        network.tables.nodeAdded(1, "B");
        core.sync();
        assertEquals(0, core.core.network().directory().size());
    }

    @Test
    void shouldHaveNoUseForRemoteConsumersOfAnAddressThatIsUnavailableHere() {
        core.address("prefix", "u", "unavailable");
        network.neighbour(1, "B", 1);
        network.remote(1, "M0u", 3);
        assertNull(core.core.table().get("M0u"));
        FakePeer end = new FakePeer();
        core.sender("u", end);
        assertEquals("amqp:not-found", end.error.condition());
        assertEquals(TransferResult.UNAVAILABLE,
                core.sender(null, new FakePeer()).transfer(network.producer.to("u")));
        network.tables.addressRemoved(1, "M0u");
        core.sync();
    }

    @Test
    void shouldBalanceRemoteAddressesWhereTheDefaultIsUnavailable() {
        try (NetworkFixture own = new NetworkFixture(Map.of("defaultDistribution", "unavailable"))) {
            own.neighbour(1, "B", 1);
            own.remote(1, "M0d", -1);
            assertEquals("balanced", own.core.core.addressEntities().get("M0d").attribute("distribution"));
        }
    }

    @Test
    void shouldFindItsWaysAgainWhenLinksAreAnnouncedBeforeTheConnectionIs() {
        FakeNeighbour before = new FakeNeighbour(core, 5, "B", 1).begin(core);
        try (NetworkFixture later = new NetworkFixture()) {
            later.tables.nodeAdded(1, "B");
            later.tables.neighbour(1, 5);
            later.path(1, 1, 1);
            later.remote(1, "M0a", 2);
            var again = later.core.core.connect(FakeNeighbour.descriptor(5, "B", 1, false), before);
            FakePeer data = new FakePeer();
            again.attach(FakeNeighbour.link("control", false, FakeNeighbour.CONTROL, true), new FakePeer());
            again.attach(FakeNeighbour.link("control", true, FakeNeighbour.CONTROL, true), new FakePeer());
            again.attach(FakeNeighbour.link("data0", false, FakeNeighbour.DATA, true), data);
            later.core.sync();
            again.replayed();
            later.core.sync();
            assertEquals(TransferResult.ROUTED,
                    later.core.sender("a", new FakePeer()).transfer(later.producer.message()));
            assertEquals(1, data.deliveries.size());
        }
    }
}
