// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.mesh;

import static io.sluice.itests.harness.Peer.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Peer;

/** What two routers do with messages that cross from one to the other. */
class TrafficIT {

    private static final long LIMIT = 20;

    private static Mesh mesh;
    private Peer here;
    private Peer there;

    @BeforeAll
    static void start() throws Exception {
        mesh = new Mesh().router("A").router("B", "A").await();
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    @BeforeEach
    void connect() throws Exception {
        here = Peer.connect(mesh.get("A").port());
        there = Peer.connect(mesh.get("B").port());
    }

    @AfterEach
    void disconnect() {
        here.close();
        there.close();
    }

    private static DeliveryState.Type outcome(Tracker tracker) throws Exception {
        return tracker.awaitSettlement(LIMIT, TimeUnit.SECONDS).remoteState().getType();
    }

    @Test
    void shouldBalanceByWhatIsOpenAndTheCostOfTheWay() throws Exception {
        Receiver near = here.receiver("balance", 10);
        Receiver far = there.receiver("balance", 10);
        mesh.awaitRemote("A", "balance", 1);
        Sender sender = here.sender("balance");
        for (int i = 1; i <= 6; i++) {
            send(sender, "m" + i);
        }
        List<String> atNear = List.of(Peer.text(Peer.take(near)), Peer.text(Peer.take(near)),
            Peer.text(Peer.take(near)), Peer.text(Peer.take(near)));
        List<String> atFar = List.of(Peer.text(Peer.take(far)), Peer.text(Peer.take(far)));
        assertEquals(List.of("m1", "m2", "m4", "m6"), atNear);
        assertEquals(List.of("m3", "m5"), atFar);
    }

    @Test
    void shouldGiveAllToConsumersHereWhenClosest() throws Exception {
        Receiver near = here.receiver("near/all", 10);
        Receiver far = there.receiver("near/all", 10);
        mesh.awaitRemote("A", "near/all", 1);
        Sender sender = here.sender("near/all");
        for (int i = 0; i < 5; i++) {
            Peer.pass(sender, near, "m" + i);
        }
        assertEquals(List.of(), Peer.takeRest(far));
    }

    @Test
    void shouldAddUpTheOutcomesOfCopiesAtSeveralRouters() throws Exception {
        Receiver near = here.receiver("all/outcomes", 10);
        Receiver far = there.receiver("all/outcomes", 10);
        Receiver other = there.receiver("all/outcomes", 10);
        mesh.awaitRemote("A", "all/outcomes", 1);
        Sender sender = here.sender("all/outcomes");
        Tracker mixed = send(sender, "mixed");
        Peer.take(near).release();
        Peer.take(far).accept();
        Peer.take(other).modified(true, false);
        assertEquals(DeliveryState.Type.ACCEPTED, outcome(mixed));
        Tracker refused = send(sender, "refused");
        Peer.take(near).accept();
        Peer.take(far).accept();
        Peer.take(other).reject("app:no", "no");
        assertEquals(DeliveryState.Type.REJECTED, outcome(refused));
    }

    @Test
    void shouldTellTheSenderWhatBecameOfWhatAConsumerThereHeld() throws Exception {
        Receiver far = there.receiver("held", 1);
        Sender sender = here.sender("held");
        Tracker seen = send(sender, "seen");
        Peer.take(far);
        Tracker queued = send(sender, "queued");
        there.close();
        assertEquals(DeliveryState.Type.MODIFIED, outcome(seen));
        assertEquals(DeliveryState.Type.RELEASED, outcome(queued));
    }

    @Test
    void shouldReleaseWhatNobodyAnywhereWants() throws Exception {
        Sender anonymous = here.connection().openAnonymousSender().openFuture().get(LIMIT, TimeUnit.SECONDS);
        Message<String> message = Message.create("lost");
        assertEquals(DeliveryState.Type.RELEASED, outcome(anonymous.send(message.to("wanted.by.nobody"))));
    }

    @Test
    void shouldCarryLongMessagesSideBySide() throws Exception {
        Receiver far = there.receiver("long", 10);
        Sender first = here.sender("long");
        Sender second = here.sender("long");
        byte[] body = new byte[3 * 1024 * 1024];
        new Random(5).nextBytes(body);
        List<Tracker> trackers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            trackers.add(first.send(Message.create(body)));
            trackers.add(second.send(Message.create(body)));
        }
        for (int i = 0; i < trackers.size(); i++) {
            Delivery delivery = Peer.take(far);
            Message<byte[]> message = delivery.message();
            assertArrayEquals(body, message.body());
            delivery.accept();
        }
        for (Tracker tracker : trackers) {
            assertEquals(DeliveryState.Type.ACCEPTED, outcome(tracker));
        }
    }

    @Test
    void shouldAnswerAClientOfAnotherRouter() throws Exception {
        Receiver replies = there.connection().openDynamicReceiver();
        replies.openFuture().get(LIMIT, TimeUnit.SECONDS);
        Sender addressed = here.sender(replies.address());
        Peer.pass(addressed, replies, "to its address");
        Sender anonymous = here.connection().openAnonymousSender().openFuture().get(LIMIT, TimeUnit.SECONDS);
        Message<String> message = Message.create("by the message");
        Tracker tracker = anonymous.send(message.to(replies.address()));
        assertEquals("by the message", Peer.takeText(replies));
        assertEquals(DeliveryState.Type.ACCEPTED, outcome(tracker));
    }
}
