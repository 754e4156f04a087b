// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static io.sluice.itests.harness.Peer.send;
import static io.sluice.itests.harness.Peer.take;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.impl.ClientDeliveryState.ClientModified;
import org.apache.qpid.protonj2.client.impl.ClientDeliveryState.ClientRejected;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** What a consumer decides, and what happens to it, is what the sender hears. */
class OutcomesIT {

    private static SluiceProcess router;
    private Peer producer;
    private Peer consumer;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.OUTCOMES"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    @BeforeEach
    void connect() throws Exception {
        producer = Peer.connect(router.port());
        consumer = Peer.connect(router.port());
    }

    @AfterEach
    void disconnect() {
        producer.close();
        consumer.close();
    }

    private interface Decision {
        void of(Delivery delivery) throws Exception;
    }

    private DeliveryState outcome(String address, Decision decision) throws Exception {
        Receiver receiver = consumer.receiver(address, 10);
        Tracker tracker = send(producer.sender(address), "m");
        decision.of(take(receiver));
        tracker.awaitSettlement(10, TimeUnit.SECONDS);
        return tracker.remoteState();
    }

    @Test
    void shouldPassReleased() throws Exception {
        assertEquals("RELEASED", outcome("o/released", Delivery::release).getType().name());
    }

    @Test
    void shouldPassRejectedWithItsReason() throws Exception {
        DeliveryState state = outcome("o/rejected", delivery -> delivery.reject("app:broken", "cannot parse it"));
        ClientRejected rejected = assertInstanceOf(ClientRejected.class, state);
        assertEquals("app:broken", rejected.getCondition());
        assertEquals("cannot parse it", rejected.getDescription());
    }

    @Test
    void shouldPassModifiedWithItsFields() throws Exception {
        DeliveryState state = outcome("o/modified", delivery -> delivery.modified(true, false));
        ClientModified modified = assertInstanceOf(ClientModified.class, state);
        assertEquals(true, modified.isDeliveryFailed());
        assertEquals(false, modified.isUndeliverableHere());
    }

    @Test
    void shouldPassSettledWithoutOutcome() throws Exception {
        assertNull(outcome("o/settled", Delivery::settle));
    }

    @Test
    void shouldModifyWhatAnEndedConsumerHadAndReleaseWhatItHadNot() throws Exception {
        Receiver receiver = consumer.receiver("o/ended", 2);
        Sender sender = producer.sender("o/ended");
        List<Tracker> trackers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            trackers.add(send(sender, "m" + i));
        }
        take(receiver);
        take(receiver);
        consumer.close();
        for (Tracker tracker : trackers) {
            tracker.awaitSettlement(10, TimeUnit.SECONDS);
        }
        List<String> states = trackers.stream().map(tracker -> tracker.remoteState().getType().name()).toList();
        assertEquals(List.of("MODIFIED", "MODIFIED", "RELEASED", "RELEASED"), states);
    }

    @Test
    void shouldDeliverWhatALostSenderHadSent() throws Exception {
        Receiver receiver = consumer.receiver("o/orphans", 0);
        Sender sender = producer.sender("o/orphans");
        for (int i = 0; i < 3; i++) {
            sender.send(Message.create("m" + i));
        }
        producer.connection().close();
        receiver.addCredit(10);
        for (int i = 0; i < 3; i++) {
            assertEquals("m" + i, Peer.takeText(receiver));
        }
    }
}
