// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.apache.qpid.protonj2.client.Receiver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.LogText;
import io.sluice.itests.harness.Peer;

/** What others say on control links is dropped if it makes no sense, and disturbs nobody else. */
class BadNeighbourIT {

    private static Mesh mesh;

    @BeforeAll
    static void startRouters() throws Exception {
        mesh = new Mesh().router("A").router("B", "A").await();
    }

    @AfterAll
    static void stopRouters() {
        mesh.close();
    }

    @AfterEach
    void checkTheGoodNeighbour() throws Exception {
        try (Peer producer = Peer.connect(mesh.get("A").port()); Peer consumer = Peer.connect(mesh.get("B").port())) {
            Receiver receiver = consumer.receiver("good", 1);
            Peer.pass(producer.sender("good"), receiver, "still here");
        }
        assertEquals("B 1", mesh.routes("A").get("B"));
        assertEquals(0, log().find("unexpected problem").size());
    }

    private static LogText log() {
        return mesh.get("A").log();
    }

    private static ControlPeer peer(String id) throws Exception {
        return new ControlPeer(mesh.get("A").port("routers"), id);
    }

    @Test
    void shouldNotBeANeighbourOfItself() throws Exception {
        try (ControlPeer peer = peer("A")) {
            peer.hello(7, "A");
            log().await("ROUTER_HELLO \\(critical\\) Detected Neighbor Router with a Duplicate ID - A");
            peer.hello(8, "A", "B");
        }
    }

    @Test
    void shouldDropWhatIsNoMessage() throws Exception {
        try (ControlPeer peer = peer("BAD")) {
            peer.say("amqp:/_local/qdhello", "HELLO", "no map");
            log().await("ROUTER \\(error\\) Control message error: ");
            peer.say("amqp:/_local/qdhello", "HELLO", peer.body("seen", 5));
            peer.say("amqp:/_topo/0/all/qdrouter", "RA", peer.body());
            peer.say("amqp:/_topo/0/A/qdrouter", "NONE", peer.body());
            peer.say("amqp:/_topo/0/A/qdrouter.ma", "MAU", peer.body("mobile_seq", 1L, "add", List.of(1)));
            peer.say("", "HELLO", peer.body());
        }
    }

    @Test
    void shouldIgnoreANewerProtocolAndOtherAreas() throws Exception {
        try (ControlPeer peer = peer("NEW")) {
            peer.say("amqp:/_local/qdhello", "HELLO", peer.body("pv", 2, "instance", 1, "seen", List.of("A")));
            log().await("ROUTER \\(warning\\) Ignoring messages of router NEW: protocol version 2 is newer than 1");
            peer.say("amqp:/_topo/1/all/qdrouter", "RA", peer.body("instance", 1, "ls_seq", 1, "mobile_seq", 0));
            peer.say("amqp:/_topo/1/A/qdrouter", "LSR", peer.body());
        }
        // Those of other tests may still be on their way out.
        Awaitility.await().untilAsserted(() -> assertEquals(Map.of("B", "B 1"), mesh.routes("A")));
    }

    @Test
    void shouldNoticeARouterThatRestartsBeforeItIsMissed() throws Exception {
        try (ControlPeer peer = peer("FAST")) {
            peer.hello(100, "A");
            mesh.awaitRoute("A", "FAST", "FAST 1");
            peer.hello(200, "A");
            log().await("ROUTER_LS \\(info\\) Detected Restart of Router Node FAST");
            mesh.awaitRoute("A", "FAST", "FAST 1");
        }
        log().await("ROUTER_LS \\(info\\) Link to Neighbor Router Lost - link_tag=");
    }

    @Test
    void shouldStandALinkThatComesAndGoes() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (ControlPeer peer = peer("FLAP")) {
                peer.hello(300, "A");
                mesh.awaitRoute("A", "FLAP", "FLAP 1");
            }
        }
    }
}
