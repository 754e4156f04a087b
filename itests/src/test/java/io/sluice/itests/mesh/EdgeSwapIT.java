// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;

import javax.management.ObjectName;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.SluiceProcess;

/** The core of an edge, and then of its interior router, is replaced while messages go up and down. */
class EdgeSwapIT {

    private static final int MANY = 1_000;

    /** Returns the names of the links of connections between edge and interior. */
    private static Set<String> links(Jmx jmx) throws Exception {
        Set<String> names = new TreeSet<>();
        for (ObjectName link : jmx.names("io.sluice:type=router.link,*")) {
            String name = jmx.server().getAttribute(link, "linkName").toString();
            if (name.startsWith("qdlink.")) {
                names.add(name);
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
                    SwapIT.restart(jmx, "io.sluice.routing.core");
                    up.awaitMoreAccepted(MANY);
                    down.awaitMoreAccepted(MANY);
                    assertEquals(before, links(jmx));
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
