// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientConnectionRemotelyClosedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The life of a router process from outside. */
class StartStopIT {

    /** What a user sees in two seconds on a free machine takes longer beside a whole test suite. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    @Test
    void shouldSayOnceWhenAndHowItIsReady() throws Exception {
        try (SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.READY"))) {
            String line = router.log().await(".*\\bready in \\d+ ms.*").group();
            assertTrue(line.contains("router ITEST.READY"), line);
            assertTrue(line.contains("127.0.0.1:" + router.port()), line);
            assertTrue(line.contains("jconsole " + router.pid()), line);
            assertEquals(1, router.log().find("ready in").size());
            assertEquals("", router.output());
        }
    }

    @Test
    void shouldExitWithZeroOnSigterm() throws Exception {
        SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.TERM"));
        router.signal("TERM");
        assertEquals(0, router.awaitExit());
    }

    @Test
    void shouldExitWithZeroOnSigint() throws Exception {
        SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.INT"));
        router.signal("INT");
        assertEquals(0, router.awaitExit());
    }

    @Test
    void shouldIgnoreSighup() throws Exception {
        try (SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.HUP"))) {
            router.signal("HUP");
            Peer.connect(router.port()).close();
            assertTrue(router.alive());
        }
    }

    @Test
    void shouldTellClientsWhyItCloses() throws Exception {
        CompletableFuture<Throwable> cause = new CompletableFuture<>();
        ConnectionOptions options = new ConnectionOptions()
            .disconnectedHandler((connection, event) -> cause.complete(event.failureCause()));
        SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.FORCED"));
        try (Peer peer = Peer.connect(router.port(), options)) {
            router.stop();
            ClientConnectionRemotelyClosedException closed = assertInstanceOf(
                ClientConnectionRemotelyClosedException.class, cause.get(10, TimeUnit.SECONDS));
            assertEquals("amqp:connection:forced", closed.getErrorCondition().condition());
        }
    }

    @Test
    void shouldWaitForMessagesInFlightWhenItStops() throws Exception {
        SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.DRAIN"));
        try (Peer peer = Peer.connect(router.port())) {
            Receiver receiver = peer.receiver("in/flight", 1);
            Sender sender = peer.sender("in/flight");
            Tracker tracker = Peer.send(sender, "m");
            Delivery delivery = Peer.take(receiver);
            router.signal("TERM");
            delivery.accept();
            tracker.awaitAccepted(10, TimeUnit.SECONDS);
            assertEquals(0, router.awaitExit());
        }
    }

    @Test
    void shouldRunManyFromOneInstallation() throws Exception {
        List<SluiceProcess> routers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                routers.add(SluiceProcess.start(Conf.open("ITEST.MANY" + i)));
            }
            assertNotEquals(routers.get(0).port(), routers.get(1).port());
            for (SluiceProcess router : routers) {
                try (Peer peer = Peer.connect(router.port())) {
                    Peer.pass(peer.sender("a"), peer.receiver("a", 1), "m");
                }
            }
        } finally {
            routers.forEach(SluiceProcess::close);
        }
    }

    @Test
    void shouldLeaveNoTemporaryFilesBehind() throws Exception {
        SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.TMP"));
        Path temporary = router.folder().resolve("tmp");
        assertFalse(list(temporary).isEmpty(), "the framework's cache is expected there");
        router.stop();
        assertEquals(List.of(), list(temporary));
    }

    @Test
    void shouldKeepANamedDataFolder() throws Exception {
        Path data = Distribution.workFolder("data");
        for (int i = 0; i < 2; i++) {
            try (SluiceProcess router = new SluiceProcess.Start(Conf.open("ITEST.DATA"))
                .arguments("--data", data.toString()).start()) {
                Peer.connect(router.port()).close();
                assertEquals(List.of(), list(router.folder().resolve("tmp")).stream()
                    .filter(name -> name.startsWith("sluice")).toList());
            }
        }
        assertFalse(list(data).isEmpty());
    }

    @Test
    void shouldSayNothingElseWhenTheLogGoesToAFile() throws Exception {
        Path folder = Distribution.workFolder("quiet");
        Path log = folder.resolve("router.log");
        Conf conf = Conf.open("ITEST.QUIET")
            .section("log", "module: DEFAULT", "enable: info+", "outputFile: " + log);
        SluiceProcess router = new SluiceProcess.Start(conf).in(folder).launch();
        Awaitility.await().atMost(START_LIMIT)
            .until(() -> Files.exists(log) && Files.readString(log).contains("ready in"));
        router.stop();
        assertEquals("", router.output());
        assertEquals("", router.log().text());
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                .filter(name -> !name.startsWith("hsperfdata")).toList();
        }
    }
}
