// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The newest Java of this machine, if it is newer than the one that the build uses. */
class NewestJavaIT {

    @Test
    void shouldRouteOnANewerJavaWithoutComplaints() throws Exception {
        Optional<Path> java = newer();
        assumeTrue(java.isPresent(), "no newer Java beside the one of the build");
        try (SluiceProcess router = new SluiceProcess.Start(Conf.open("ITEST.JAVA"))
            .environment("JAVA_HOME", java.get().toString()).start()) {
            try (Peer peer = Peer.connect(router.port())) {
                Peer.pass(peer.sender("a"), peer.receiver("a", 1), "m");
            }
            assertEquals(0, router.log().find("^WARNING").size(), router.log().text());
        }
    }

    private static Optional<Path> newer() throws IOException {
        Path all = Path.of(System.getProperty("java.home")).getParent();
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .filter(home -> version(home) > Runtime.version().feature())
                .max(Comparator.comparingInt(NewestJavaIT::version));
        }
    }

    private static int version(Path home) {
        try {
            String release = Files.readString(home.resolve("release"));
            return Integer.parseInt(release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1"));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
