// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import javax.management.InstanceNotFoundException;
import javax.management.ObjectName;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.sluice.itests.harness.Jmx;

/** Parts of routers are replaced while messages cross the network. */
// Starts up to four routers in each test.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SwapIT {

    private static final int MANY = 1_500;

    /** Returns the names of the links between routers. */
    private static Set<String> routerLinks(Jmx jmx) throws Exception {
        Set<String> names = new TreeSet<>();
        for (ObjectName link : jmx.names("io.sluice:type=router.link,*")) {
            try {
                if (!"endpoint".equals(jmx.server().getAttribute(link, "linkType"))) {
                    names.add(jmx.server().getAttribute(link, "linkName").toString());
                }
            } catch (InstanceNotFoundException e) {
                // Ended since it was named.
                continue;
            }
        }
        return names;
    }

    private static void swap(Mesh mesh, String bundle) throws Exception {
        try (Load there = new Load(mesh.get("A").port(), mesh.get("C").port(), "there");
                Load back = new Load(mesh.get("C").port(), mesh.get("A").port(), "near/back")) {
            for (String id : new String[] {"B", "A", "C"}) {
                try (Jmx jmx = Jmx.attach(mesh.get(id))) {
                    there.awaitMoreAccepted(MANY);
                    Set<String> links = routerLinks(jmx);
                    jmx.restart(bundle);
                    there.awaitMoreAccepted(MANY);
                    back.awaitMoreAccepted(MANY);
                    Awaitility.await().untilAsserted(() ->
                        assertEquals(links, routerLinks(jmx), "links of " + id));
                }
            }
            there.stop();
            back.stop();
            there.check();
            back.check();
        }
        assertEquals(Map.of("A", "B 2", "B", "B 1"), mesh.routes("C"));
    }

    @Test
    void shouldGoOnWhenTheCoreOfARouterIsReplaced() throws Exception {
        try (Mesh mesh = new Mesh().router("A").router("B", "A").router("C", "B").await()) {
            swap(mesh, "io.sluice.routing.core");
        }
    }

    @Test
    void shouldGoOnWhenTheProtocolOfARouterIsReplaced() throws Exception {
        try (Mesh mesh = new Mesh().router("A").router("B", "A").router("C", "B").await()) {
            swap(mesh, "io.sluice.routing.network");
        }
    }
}
