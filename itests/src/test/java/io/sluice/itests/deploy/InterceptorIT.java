// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The interceptor of the examples comes and goes while messages flow. */
class InterceptorIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void shouldAnnotateRedirectAndRejectWhileItIsThere() throws Exception {
        Path folder = Distribution.workFolder("interceptor");
        Path deploy = Files.createDirectories(folder.resolve("deploy"));
        try (SluiceProcess router = new SluiceProcess.Start(Conf.open("ITEST.INTERCEPT")).in(folder)
                 .jvm("-Dfelix.fileinstall.dir=" + deploy).start();
             Peer peer = Peer.connect(router.port())) {
            Receiver orders = peer.receiver("orders", 10_000);
            Receiver urgent = peer.receiver("orders/urgent", 10);
            Sender sender = peer.sender("orders");
            assertEquals("ACCEPTED", outcome(sender, orders));

            Path plugin = deploy.resolve("plugin.jar");
            Path part = Files.copy(example(), deploy.resolve("part"));
            Files.move(part, plugin, StandardCopyOption.ATOMIC_MOVE);
            await("REJECTED", sender, orders);

            Message<String> order = Message.create("o");
            sender.send(order.property("customer", "c"));
            assertNotNull(Peer.take(orders).message().annotation("x-opt-container"));
            sender.send(Message.create("u").property("customer", "c").priority((byte) 9));
            assertEquals("u", Peer.takeText(urgent));
            try (Jmx jmx = Jmx.attach(router)) {
                Awaitility.await().untilAsserted(() ->
                    assertEquals(List.of(1L), jmx.values("interceptor", "messagesRedirected")));
            }

            Files.delete(plugin);
            await("ACCEPTED", sender, orders);
            assertEquals(1, router.log().find("Connection Opened").size(), "the connection stays");
        }
    }

    private static void await(String state, Sender sender, Receiver receiver) {
        Awaitility.await(state).atMost(LIMIT).pollInterval(Duration.ofMillis(100))
            .until(() -> outcome(sender, receiver).equals(state));
    }

    /** What becomes of an order that says nothing of its customer. */
    private static String outcome(Sender sender, Receiver receiver) throws Exception {
        var tracker = Peer.send(sender, "incomplete");
        Awaitility.await().atMost(LIMIT).until(() -> {
            Peer.takeRest(receiver);
            return tracker.settlementFuture().isDone();
        });
        return tracker.settlementFuture().get().remoteState().getType().name();
    }

    private static Path example() throws IOException {
        Path target = Path.of(System.getProperty("sluice.examples", "../examples"), "plugin-interceptor", "target");
        try (Stream<Path> jars = Files.list(target)) {
            return jars.filter(jar -> jar.getFileName().toString().matches("plugin-interceptor-.*\\.jar"))
                .findFirst().orElseThrow(() -> new AssertionError("Build examples/plugin-interceptor first"));
        }
    }
}
