// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** Clients see router annotations only where their listener says so, whoever has written them. */
class AnnotationsIT {

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.ANN")
            .listener("open", "stripAnnotations: no", "authenticatePeer: no", "saslMechanisms: ANONYMOUS"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static Message<String> marked() throws Exception {
        return Message.create("marked").annotation("x-user", "kept").annotation("x-opt-qd.to", "elsewhere")
            .annotation("x-opt-qd.trace", List.of("0/OTHER"));
    }

    private static Message<Object> pass(Message<String> message, int from, int to, String address) throws Exception {
        try (Peer producer = Peer.connect(from); Peer consumer = Peer.connect(to)) {
            Receiver receiver = consumer.receiver(address, 10);
            Sender sender = producer.sender(address);
            Tracker tracker = sender.send(message);
            Delivery delivery = receiver.receive(10, TimeUnit.SECONDS);
            assertNotNull(delivery, "nothing came");
            Message<Object> received = delivery.message();
            delivery.accept();
            tracker.awaitSettlement(10, TimeUnit.SECONDS);
            return received;
        }
    }

    @Test
    void shouldShowThemToAClientThatIsToSeeThem() throws Exception {
        int open = router.port("open");
        Message<Object> received = pass(marked(), open, open, "seen");
        assertEquals("kept", received.annotation("x-user"));
        assertEquals("seen", received.annotation("x-opt-qd.to"));
        assertEquals("0/ITEST.ANN", received.annotation("x-opt-qd.ingress"));
        assertEquals(List.of("0/OTHER", "0/ITEST.ANN"), received.annotation("x-opt-qd.trace"));
        assertEquals("marked", received.body());
    }

    @Test
    void shouldForgetWhatAClientHasWrittenWhereItIsStripped() throws Exception {
        Message<Object> received = pass(marked(), router.port(), router.port("open"), "forgotten");
        assertEquals("kept", received.annotation("x-user"));
        assertEquals("forgotten", received.annotation("x-opt-qd.to"));
        assertEquals(List.of("0/ITEST.ANN"), received.annotation("x-opt-qd.trace"));
    }

    @Test
    void shouldHideThemFromOthers() throws Exception {
        Message<Object> received = pass(marked(), router.port("open"), router.port(), "hidden");
        assertEquals("kept", received.annotation("x-user"));
        for (String key : List.of("to", "ingress", "trace", "phase")) {
            assertFalse(received.hasAnnotation("x-opt-qd." + key), key);
        }
    }

    @Test
    void shouldReleaseWhatHasPassedMoreRoutersThanThereAre() throws Exception {
        try (Peer peer = Peer.connect(router.port("open"))) {
            peer.receiver("far", 10);
            Tracker tracker = peer.sender("far")
                .send(Message.create("far").annotation("x-opt-qd.trace", List.of("0/A", "0/B")));
            tracker.awaitSettlement(10, TimeUnit.SECONDS);
            assertEquals("RELEASED", tracker.remoteState().getType().name());
        }
    }
}
