// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static io.sluice.itests.harness.Peer.send;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Peer;

/** Three routers, each connected to both others: there are two ways from any to any. */
class RingIT {

    private static final List<String> ALL = List.of("A", "B", "C");
    private static final int COUNT = 50;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Mesh mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new Mesh().router("A").router("B", "A").router("C", "A", "B").await();
        for (String at : ALL) {
            for (String to : ALL) {
                if (!at.equals(to)) {
                    mesh.awaitRoute(at, to, to + " 1");
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    /** Sends messages and returns how many copies came: one is settled when all its copies are. */
    private static List<Integer> copies(Sender sender, List<Receiver> receivers) throws Exception {
        List<Tracker> trackers = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            trackers.add(send(sender, "m" + i));
        }
        Integer[] copies = new Integer[receivers.size()];
        Arrays.fill(copies, 0);
        Awaitility.await("outcomes").atMost(LIMIT).pollDelay(Duration.ZERO).until(() -> {
            for (int i = 0; i < copies.length; i++) {
                copies[i] += Peer.takeRest(receivers.get(i)).size();
            }
            return trackers.stream().allMatch(Tracker::remoteSettled);
        });
        return List.of(copies);
    }

    @Test
    void shouldBringACopyOfAMulticastMessageFromEitherSideAndOneOutcome() throws Exception {
        Map<String, Peer> peers = new TreeMap<>();
        try {
            List<Receiver> receivers = new ArrayList<>();
            for (String id : ALL) {
                peers.put(id, Peer.connect(mesh.get(id).port()));
                receivers.add(peers.get(id).receiver(
                    "all/ring", new ReceiverOptions().autoAccept(false).creditWindow(100)));
            }
            for (String id : ALL) {
                mesh.awaitRemote(id, "all/ring", 2);
            }
            for (String id : ALL) {
                List<Integer> expected = ALL.stream().map(at -> at.equals(id) ? COUNT : 2 * COUNT).toList();
                assertEquals(expected, copies(peers.get(id).sender("all/ring"), receivers), "from " + id);
            }
        } finally {
            peers.values().forEach(Peer::close);
        }
    }
}
