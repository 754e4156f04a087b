// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.management.api.DrainReport;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final String FORCED = "amqp:connection:forced router is shutting down";

    @Test
    void shouldDrainThenCloseAndTakeNoMore() throws Exception {
        try (Bench bench = new Bench()) {
            int port = bench.listen();
            try (RawPeer one = RawPeer.begun(port); RawPeer two = RawPeer.begun(port)) {
                bench.links.inFlight.set(3);
                CompletableFuture<DrainReport> drain = CompletableFuture.supplyAsync(() -> bench.factory.drain(20_000));
                await().until(() -> bench.links.drained.get() == 2);
                try (RawPeer late = new RawPeer(port)) {
                    assertTrue(late.ended());
                }
                bench.links.inFlight.set(0);
                DrainReport report = drain.get(10, TimeUnit.SECONDS);
                assertEquals(2, report.connectionsClosed());
                assertEquals(6, report.deliveriesSettled());
                assertEquals(0, report.deliveriesReleased());
                assertEquals(FORCED, one.closeError());
                assertEquals(FORCED, two.closeError());
                assertTrue(one.ended());
                assertSame(report, bench.factory.drain(0));
                assertEquals(2, bench.links.closed.get());
            }
        }
    }

    @Test
    void shouldCloseAtTheDeadlineWithDeliveriesLeft() throws Exception {
        try (Bench bench = new Bench(); RawPeer peer = RawPeer.begun(bench.listen())) {
            bench.links.inFlight.set(3);
            DrainReport report = bench.factory.drain(100);
            assertEquals(3, report.deliveriesReleased());
            assertEquals(0, report.deliveriesSettled());
            assertTrue(report.elapsedMillis() >= 95);
            assertEquals(FORCED, peer.closeError());
        }
    }

    @Test
    void shouldCloseConnectionsWhenDeactivated() throws Exception {
        try (Bench bench = new Bench()) {
            int port = bench.listen();
            try (RawPeer peer = RawPeer.begun(port); RawPeer mute = new RawPeer(port)) {
                await().until(() -> bench.factory.entities().size() == 2);
                bench.factory.deactivate();
                assertEquals(FORCED, peer.closeError());
                assertTrue(mute.ended());
                assertTrue(bench.factory.entities().isEmpty());
            }
        }
    }

    @Test
    void shouldBoundWhatWaitsForASlowPeer() throws Exception {
        try (Bench bench = new Bench()) {
            bench.links.greeting = new byte[12_000_000];
            try (RawPeer peer = RawPeer.begun(bench.listen())) {
                peer.send(0, RawPeer.attach("big", 0, Role.RECEIVER));
                assertInstanceOf(Attach.class, peer.frame());
                Flow flow = ProtocolErrorTest.flow(0);
                flow.setIncomingWindow(UnsignedInteger.valueOf(100_000));
                flow.setNextIncomingId(UnsignedInteger.ONE);
                flow.setDeliveryCount(UnsignedInteger.ZERO);
                flow.setLinkCredit(UnsignedInteger.ONE);
                peer.send(0, flow);
                await().until(() -> bench.server.mostPending() >= 256 * 1024);
                long bytes = 0;
                boolean more = true;
                while (more) {
                    more = assertInstanceOf(Transfer.class, peer.frame()).getMore();
                    bytes += peer.lastFrame().length;
                }
                assertTrue(bytes > 12_000_000 && bytes < 12_200_000, bytes + " bytes");
                assertTrue(bench.server.mostPending() < 512 * 1024, bench.server.mostPending() + " bytes queued");
            }
        }
    }

    @Test
    void shouldForgetLoopsWithoutConnections() throws Exception {
        try (Bench bench = new Bench(); RawPeer peer = RawPeer.begun(bench.listen())) {
            assertEquals(1, bench.factory.context().scopes().size());
            peer.close();
            await().until(() -> bench.factory.context().scopes().isEmpty());
        }
    }

    @Test
    void shouldDescribeFrames() {
        assertTrue(FrameText.of(RawPeer.open("x"), null).startsWith("@open(16) [container-id=\"x\""),
                FrameText.of(RawPeer.open("x"), null));
    }

    @Test
    void shouldEndTcpWithoutCloseWhenManagementDeletes() throws Exception {
        try (Bench bench = new Bench(); RawPeer peer = RawPeer.begun(bench.listen())) {
            ManagedEntity entity = bench.factory.entities().iterator().next();
            assertEquals(400, assertThrows(ManagementException.class,
                    () -> entity.update(Map.of("adminStatus", "enabled"))).status());
            assertEquals(400, assertThrows(ManagementException.class,
                    () -> entity.update(Map.of("role", "normal"))).status());
            entity.update(Map.of("adminStatus", "deleted", "enableProtocolTrace", true));
            assertEquals(0, peer.rest().length);
            assertEquals("deleted", entity.attribute("adminStatus"));
            assertEquals("closing", entity.attribute("operStatus"));
            await().until(() -> bench.factory.entities().isEmpty());
            assertEquals(1, bench.links.closed.get());
        }
    }

    @Test
    void shouldNotLetManagementDeleteRouterConnections() throws Exception {
        try (Bench bench = new Bench(); RawPeer peer = RawPeer.begun(bench.listen("role", "inter-router"))) {
            ManagedEntity entity = bench.factory.entities().iterator().next();
            ManagementException refused = assertThrows(ManagementException.class,
                    () -> entity.update(Map.of("adminStatus", "deleted")));
            assertEquals(403, refused.status());
            assertEquals("You are not allowed to perform this operation.", refused.getMessage());
            peer.send(0, RawPeer.attach("a", 0, Role.RECEIVER));
            assertInstanceOf(Attach.class, peer.frame());
        }
    }

    @Test
    void shouldDialWithTheBestMechanism() throws Exception {
        try (Bench bench = new Bench().mechanism("PLAIN", "ANONYMOUS")) {
            int port = bench.listen("saslMechanisms", "PLAIN ANONYMOUS", "failoverUrls", "amqp://b:1");
            bench.server.dial(port, Map.of("saslUsername", "user", "saslPassword", "pw"));
            // The links hear of a connection before its connector does.
            await().until(() -> bench.links.opened.size() == 2
                    && bench.server.openings().stream().anyMatch(s -> s.contains("dir=out")));
            assertEquals(List.of("user@test", "user"), bench.links.opened.stream()
                    .sorted((a, b) -> Boolean.compare(a.outgoing(), b.outgoing())).map(d -> d.user()).toList());
            String summary = bench.server.openings().stream().filter(s -> s.contains("dir=out")).findFirst()
                    .orElseThrow();
            assertTrue(summary.matches("Connection Opened: dir=out host=127.0.0.1:" + port + " vhost= encrypted=no "
                    + "auth=PLAIN user=user container_id=QDR props=\\{:product=\"sluice\", :version=\"1.0.0\", "
                    + ":qd.conn-id=\\d+\\} failover=\\[amqp://b:1\\]"), summary);
        }
    }

    @Test
    void shouldReportFailedLoginOfADialledConnection() throws Exception {
        try (Bench bench = new Bench().mechanism("PLAIN", "ANONYMOUS")) {
            int port = bench.listen("saslMechanisms", "PLAIN ANONYMOUS");
            bench.server.dial(port, Map.of("saslUsername", "user", "saslPassword", "no"));
            await().until(() -> bench.server.failures()
                    .contains("amqp:unauthorized-access Authentication failed [mech=PLAIN]"));
            bench.server.dial(port, Map.of("saslMechanisms", "EXTERNAL"));
            await().until(() -> bench.server.failures()
                    .contains("amqp:unauthorized-access Authentication failed [mech=none]"));
            assertTrue(bench.links.opened.isEmpty());
            await().until(() -> bench.factory.entities().isEmpty());
        }
    }
}
