// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.LinkDescriptor.Kind;
import io.sluice.routing.api.RouterConnection;
import io.sluice.routing.api.RouterLink;
import io.sluice.routing.api.TransferResult;

class ReplayGraceTest {

    private final RouterCore core = new RouterCore(RouterSettings.of(Map.of("id", "me"), "1.2.3"), new Plugins(),
            core -> EdgeSide.NONE);
    private final RouterConnection connection =
            core.connect(new ConnectionDescriptor(1, "l", "normal", false, "c", null, null, 1), (link, end) -> null);
    private final FakePeer sender = new FakePeer();
    private final FakePeer receiver = new FakePeer();
    private final FakeProducer producer = new FakeProducer();

    @AfterEach
    void stop() {
        core.stop();
    }

    @Test
    void shouldGrantSendersAfterTheReceiversWereReplayed() {
        RouterLink in = connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), sender);
        RouterLink anonymous = connection.attach(CoreFixture.link(true, Kind.ANONYMOUS, null), new FakePeer());
        assertEquals(TransferResult.GONE, in.transfer(producer.message()));
        connection.attach(CoreFixture.link(false, Kind.ADDRESSED, "a"), receiver);
        core.start();
        connection.replayed();
        await().until(() -> receiver.attached);
        await().until(() -> sender.path());
        assertTrue(sender.attached);
        assertEquals(TransferResult.ROUTED, in.transfer(producer.message()));
        assertEquals(TransferResult.ROUTED, anonymous.transfer(producer.to("a")));
        FakePeer next = new FakePeer();
        connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), next);
        await().until(() -> next.path());
    }

    @Test
    void shouldWaitUntilEveryConnectionIsThrough() {
        core.start();
        RouterConnection slow = core.connect(
                new ConnectionDescriptor(2, "l", "normal", false, "c", null, null, 1), (link, end) -> null);
        long start = System.nanoTime();
        RouterLink in = connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), sender);
        connection.replayed();
        await().pollDelay(Duration.ofNanos(3 * ReplayGrace.QUIET_NANOS)).until(() -> true);
        boolean early = sender.attached;
        assertFalse(early && System.nanoTime() - start < ReplayGrace.LONGEST_NANOS);
        slow.attach(CoreFixture.link(false, Kind.ADDRESSED, "a"), receiver);
        slow.replayed();
        await().until(() -> sender.path());
        assertEquals(TransferResult.ROUTED, in.transfer(producer.message()));
    }

    @Test
    void shouldForgetWaitingSendersThatEnd() {
        core.start();
        RouterLink in = connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), sender);
        RouterConnection other =
                core.connect(new ConnectionDescriptor(2, "l", "normal", false, "c", null, null, 1),
                        (link, end) -> null);
        FakePeer closed = new FakePeer();
        other.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), closed);
        in.detached(null);
        other.closed();
        connection.replayed();
        FakePeer last = new FakePeer();
        connection.attach(CoreFixture.link(true, Kind.ADDRESSED, "a"), last);
        await().until(() -> last.attached);
        assertFalse(sender.attached);
        assertFalse(closed.attached);
        assertEquals(1, core.totals().live().size());
    }
}
