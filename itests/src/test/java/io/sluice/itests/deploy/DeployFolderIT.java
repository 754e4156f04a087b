// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The plug-in of the examples comes, changes and goes while messages flow. */
class DeployFolderIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void shouldFollowWhatIsInTheFolder() throws Exception {
        Path folder = Distribution.workFolder("deploy");
        Path deploy = Files.createDirectories(folder.resolve("deploy"));
        Conf conf = Conf.open("ITEST.DEPLOY").section("address", "prefix: jobs", "distribution: plugin:newest");
        try (SluiceProcess router = new SluiceProcess.Start(conf).in(folder)
                 .jvm("-Dfelix.fileinstall.dir=" + deploy).start();
             Peer peer = Peer.connect(router.port())) {
            Receiver older = peer.receiver("jobs", 10_000);
            Receiver newer = peer.receiver("jobs", 10_000);
            Sender sender = peer.sender("jobs");
            awaitShares(sender, older, newer, 5, 5);

            Path plugin = deploy.resolve("plugin.jar");
            put(example(), plugin);
            awaitShares(sender, older, newer, 0, 10);

            put(secondVersion(folder), plugin);
            awaitShares(sender, older, newer, 10, 0);

            Files.delete(plugin);
            awaitShares(sender, older, newer, 5, 5);
            assertEquals(1, router.log().find("Connection Opened").size(), "the connection stays");
        }
    }

    /** Sends until ten messages in a row are spread as expected; every message is accepted by one of the two. */
    private static void awaitShares(Sender sender, Receiver older, Receiver newer, int first, int second) {
        int[] shares = new int[2];
        Awaitility.await(first + ":" + second).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            shares[0] = 0;
            shares[1] = 0;
            for (int i = 0; i < 10; i++) {
                Tracker tracker = Peer.send(sender, "job");
                shares[takeFromEither(older, newer)]++;
                tracker.awaitAccepted(10, TimeUnit.SECONDS);
            }
            return shares[0] == first && shares[1] == second;
        });
    }

    private static int takeFromEither(Receiver older, Receiver newer) throws Exception {
        while (true) {
            Delivery delivery = older.receive(5, TimeUnit.MILLISECONDS);
            if (delivery != null) {
                delivery.accept();
                return 0;
            }
            delivery = newer.receive(5, TimeUnit.MILLISECONDS);
            if (delivery != null) {
                delivery.accept();
                return 1;
            }
        }
    }

    private static void put(Path from, Path to) throws IOException {
        Path part = to.resolveSibling("part");
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path example() throws IOException {
        Path target = Path.of(System.getProperty("sluice.examples", "../examples"), "plugin-strategy", "target");
        try (Stream<Path> jars = Files.list(target)) {
            return jars.filter(jar -> jar.getFileName().toString().matches("plugin-strategy-.*\\.jar"))
                .findFirst().orElseThrow(() -> new AssertionError("Build examples/plugin-strategy first"));
        }
    }

    /** The example with its component's property {@code consumer=newest} changed to {@code oldest}. */
    private static Path secondVersion(Path folder) throws IOException {
        Path changed = folder.resolve("second.jar");
        boolean found = false;
        try (JarInputStream in = new JarInputStream(Files.newInputStream(example()))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), "1.1.0");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(changed), manifest)) {
                for (JarEntry entry; (entry = in.getNextJarEntry()) != null;) {
                    byte[] content = in.readAllBytes();
                    if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                        String text = new String(content, StandardCharsets.UTF_8);
                        String other = text.replaceAll("(name=\"consumer\"[^>]*value=\")newest", "$1oldest");
                        found |= !other.equals(text);
                        content = other.getBytes(StandardCharsets.UTF_8);
                    }
                    out.putNextEntry(new JarEntry(entry.getName()));
                    out.write(content);
                }
            }
        }
        assertTrue(found, "the example has the property consumer=newest");
        return changed;
    }
}
