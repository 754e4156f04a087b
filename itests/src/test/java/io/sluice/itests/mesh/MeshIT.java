// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static io.sluice.itests.harness.Peer.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.sluice.itests.harness.Peer;
import io.sluice.itests.management.ManagementClient;

/** Networks of several routers. */
// Starts up to four routers in each test.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MeshIT {

    private static final int COUNT = 100;

    private static void passMany(Mesh mesh, String from, String to, String address) throws Exception {
        try (Peer producer = Peer.connect(mesh.get(from).port()); Peer consumer = Peer.connect(mesh.get(to).port())) {
            Receiver receiver = consumer.receiver(address, COUNT);
            mesh.awaitKnown(address, to);
            Sender sender = producer.sender(address);
            List<Tracker> trackers = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                trackers.add(send(sender, "m" + i));
            }
            for (int i = 0; i < COUNT; i++) {
                assertEquals("m" + i, Peer.takeText(receiver));
            }
            for (Tracker tracker : trackers) {
                tracker.awaitAccepted(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldBeOneRouterToClientsOnALineOfThree() throws Exception {
        try (Mesh mesh = new Mesh().router("A").router("B", "A").router("C", "B").await()) {
            assertEquals(Map.of("A", "A 1", "C", "C 1"), mesh.routes("B"));
            assertEquals(Map.of("A", "B 2", "B", "B 1"), mesh.routes("C"));
            passMany(mesh, "A", "C", "to.c");
            passMany(mesh, "C", "A", "to.a");
            outcomes(mesh);
            copies(mesh);
            management(mesh);
        }
    }

    private static void outcomes(Mesh mesh) throws Exception {
        try (Peer producer = Peer.connect(mesh.get("A").port()); Peer consumer = Peer.connect(mesh.get("C").port())) {
            Receiver receiver = consumer.receiver("decided", 3);
            mesh.awaitKnown("decided", "C");
            Sender sender = producer.sender("decided");
            Tracker first = send(sender, "1");
            Peer.take(receiver).reject("app:no", "not this one");
            Tracker second = send(sender, "2");
            Peer.take(receiver).release();
            Tracker third = send(sender, "3");
            Peer.take(receiver).modified(true, false);
            assertEquals("REJECTED", first.awaitSettlement(20, TimeUnit.SECONDS).remoteState().getType().name());
            assertEquals("RELEASED", second.awaitSettlement(20, TimeUnit.SECONDS).remoteState().getType().name());
            assertEquals("MODIFIED", third.awaitSettlement(20, TimeUnit.SECONDS).remoteState().getType().name());
        }
    }

    private static void copies(Mesh mesh) throws Exception {
        try (Peer a = Peer.connect(mesh.get("A").port()); Peer b = Peer.connect(mesh.get("B").port());
                Peer c = Peer.connect(mesh.get("C").port())) {
            List<Receiver> receivers = List.of(a.receiver("all/news", 10), b.receiver("all/news", 10),
                c.receiver("all/news", 10), c.receiver("all/news", 10));
            mesh.awaitRemote("A", "all/news", 2);
            mesh.awaitRemote("B", "all/news", 2);
            Tracker tracker = send(a.sender("all/news"), "n");
            for (Receiver receiver : receivers) {
                assertEquals("n", Peer.takeText(receiver));
            }
            tracker.awaitAccepted(20, TimeUnit.SECONDS);
            for (Receiver receiver : receivers) {
                assertEquals(List.of(), Peer.takeRest(receiver));
            }
        }
    }

    private static void management(Mesh mesh) throws Exception {
        int port = mesh.get("A").port();
        for (String id : List.of("A", "B", "C")) {
            try (ManagementClient client = new ManagementClient(port, "_topo/0/" + id + "/$management")) {
                assertEquals(List.of(List.of(id)), client.query("router", "id").results());
                assertEquals(Set.of("amqp:/_topo/0/A/$management", "amqp:/_topo/0/B/$management",
                    "amqp:/_topo/0/C/$management"), Set.copyOf((List<?>) client.ask(Map.of(),
                        "operation", "GET-MGMT-NODES", "type", "org.amqp.management", "name", "self").body()));
            }
        }
    }

    @Test
    void shouldTakeTheCheapestPathAndAnotherWhenItIsGone() throws Exception {
        try (Mesh mesh = new Mesh().router("A").router("B", "A").router("C", "B", "A:10").await()) {
            mesh.awaitRoute("A", "C", "B 2");
            mesh.awaitRoute("C", "A", "B 2");
            passMany(mesh, "A", "C", "here");
            mesh.kill("B");
            mesh.awaitRoute("A", "C", "C 10");
            mesh.awaitRoute("C", "A", "A 10");
            passMany(mesh, "A", "C", "there");
        }
    }

    @Test
    void shouldAccountForEveryMessageWhenARouterOfARingIsKilled() throws Exception {
        try (Mesh mesh = new Mesh().router("A").router("B", "A").router("C", "B").router("D", "C", "A").await()) {
            String way = mesh.routes("A").get("C");
            String used = way.substring(0, 1);
            assertTrue(used.equals("B") || used.equals("D"), way);
            try (Load load = new Load(mesh.get("A").port(), mesh.get("C").port(), "work")) {
                load.awaitAccepted(2_000);
                mesh.kill(used);
                mesh.awaitRoute("A", "C", (used.equals("B") ? "D" : "B") + " 2");
                load.awaitMoreAccepted(2_000);
                load.stop();
                load.check();
            }
        }
    }

    @Test
    void shouldTakeBackARouterThatComesAgain() throws Exception {
        try (Mesh mesh = new Mesh().router("A").router("B", "A").await()) {
            passMany(mesh, "A", "B", "first");
            mesh.kill("B");
            mesh.router("B", "A").await();
            passMany(mesh, "B", "A", "second");
            passMany(mesh, "A", "B", "third");
        }
    }
}
