// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.failure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.RawPeer;
import io.sluice.itests.harness.SluiceProcess;

/** Ten thousand connections come and go, each in one of the ways in which a peer may leave. */
class ManyConnectionsIT {

    private static final int CONNECTIONS = 10_000;
    private static final int CLIENTS = 4;
    /** Far less than what ten thousand forgotten connections would hold. */
    private static final long SLACK_BYTES = 4 << 20;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void shouldLeaveNothingBehind() throws Exception {
        Conf conf = Conf.open("ITEST.STORM").section("log", "module: DEFAULT", "enable: notice+");
        try (SluiceProcess router = SluiceProcess.start(conf); Jmx jmx = Jmx.attach(router)) {
            storm(router.port(), 100);
            awaitNoConnections(jmx);
            long threads = threads(jmx);
            long heap = jmx.heapInUse();
            storm(router.port(), CONNECTIONS);
            awaitNoConnections(jmx);
            assertTrue(threads(jmx) <= threads + 3, () -> "threads before: " + threads);
            assertTrue(jmx.heapInUse() < heap + SLACK_BYTES, () -> "heap before: " + heap);
            try (Peer peer = Peer.connect(router.port())) {
                Peer.pass(peer.sender("storm"), peer.receiver("storm", 1), "m");
            }
        }
    }

    private static long threads(Jmx jmx) throws Exception {
        return jmx.number("java.lang:type=Threading", "ThreadCount");
    }

    private static void awaitNoConnections(Jmx jmx) {
        Awaitility.await("connections are forgotten").atMost(Duration.ofSeconds(20))
            .until(() -> jmx.number("io.sluice:type=router", "connectionCount") == 0
                && jmx.names("io.sluice:type=connection,*").isEmpty());
    }

    /** As many clients as threads, so that no more than that many connections exist at a time. */
    private static void storm(int port, int connections) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Object>> results = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Callable<Object> work = () -> {
                    for (int i = 0; i < connections / CLIENTS; i++) {
                        once(port, i);
                    }
                    return null;
                };
                results.add(clients.submit(work));
            }
            for (Future<Object> result : results) {
                result.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void once(int port, int number) throws Exception {
        try (RawPeer raw = RawPeer.connect(port)) {
            switch (number % 4) {
                case 0:
                    break;
                case 1:
                    raw.send(RawPeer.AMQP_HEADER);
                    break;
                case 2:
                    raw.send(RawPeer.SASL_HEADER).readFrame();
                    break;
                default:
                    raw.send(RawPeer.AMQP_HEADER).open("itest").readFrame();
                    raw.begin(0);
                    break;
            }
            // A reset, so that ten thousand ports do not stay reserved for the next minute.
            raw.reset();
        }
    }
}
