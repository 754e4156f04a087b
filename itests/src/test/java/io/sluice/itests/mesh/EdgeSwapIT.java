// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.SluiceProcess;

/** The core of an edge, and then of its interior router, is replaced while messages go up and down. */
// Starts up to four routers in each test.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class EdgeSwapIT {

    private static final int MANY = 1_000;

    /** Returns the names of the links of connections between edge and interior. */
    private static Set<String> links(Jmx jmx) throws Exception {
        Set<String> names = new TreeSet<>();
        for (Object name : jmx.values("router.link", "linkName")) {
            if (name.toString().startsWith("qdlink.")) {
                names.add(name.toString());
            }
        }
        return names;
    }

    @Test
    void shouldKeepTheUplinkAndLoseNothing() throws Exception {
        try (SluiceProcess interior = SluiceProcess.start(EdgeRouters.interior("SWAP.INTERIOR"));
                SluiceProcess edge = SluiceProcess.start(EdgeRouters.edge("SWAP.EDGE", interior.port("edges")));
                Load up = new Load(edge.port(), interior.port(), "up");
                Load down = new Load(interior.port(), edge.port(), "down")) {
            for (SluiceProcess swapped : new SluiceProcess[] {edge, interior}) {
                try (Jmx jmx = Jmx.attach(swapped)) {
                    up.awaitMoreAccepted(MANY);
                    down.awaitMoreAccepted(MANY);
                    Set<String> before = links(jmx);
                    jmx.restart("io.sluice.routing.core");
                    up.awaitMoreAccepted(MANY);
                    down.awaitMoreAccepted(MANY);
                    Awaitility.await().untilAsserted(() -> assertEquals(before, links(jmx)));
                }
            }
            assertEquals(1, edge.log().find("Connection Opened: dir=out").size());
            up.stop();
            down.stop();
            up.check();
            down.check();
        }
    }
}
