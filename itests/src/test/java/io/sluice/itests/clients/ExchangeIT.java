// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static io.sluice.itests.harness.Peer.takeRest;
import static io.sluice.itests.harness.Peer.takeText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** Messages are spread by their subject. */
class ExchangeIT {

    private static SluiceProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        router = SluiceProcess.start(Conf.open("ITEST.EXCHANGE")
            .section("binding", "exchangeName: news", "bindingKey: sport.*", "nextHopAddress: fans")
            .section("binding", "exchangeName: news", "bindingKey: sport.#", "nextHopAddress: fans")
            .section("binding", "exchangeName: news", "bindingKey: #.late", "nextHopAddress: night")
            .section("exchange", "name: news", "address: publish", "alternateAddress: rest")
            .section("exchange", "name: topics", "address: topics", "matchMethod: mqtt")
            .section("binding", "exchangeName: topics", "bindingKey: a/+/c", "nextHopAddress: middle"));
    }

    @AfterAll
    static void stopRouter() {
        router.close();
    }

    private static String state(Sender sender, String subject, byte[] body) throws Exception {
        Message<byte[]> message = Message.create(body);
        Tracker tracker = sender.send(subject == null ? message : message.subject(subject));
        return tracker.settlementFuture().get(10, TimeUnit.SECONDS).remoteState().getType().name();
    }

    private static Tracker send(Sender sender, String subject, String text) throws Exception {
        return sender.send(Message.create(text).subject(subject));
    }

    @Test
    void shouldSpreadByDots() throws Exception {
        try (Peer peer = Peer.connect(router.port())) {
            Sender sender = peer.sender("publish");
            assertEquals("RELEASED", state(sender, "sport.late", new byte[1]), "there is no consumer yet");
            Receiver fans = peer.receiver("fans", 10);
            Receiver night = peer.receiver("night", 10);
            Receiver rest = peer.receiver("rest", 10);
            send(sender, "sport.late", "both").awaitAccepted(10, TimeUnit.SECONDS);
            send(sender, "late", "night").awaitAccepted(10, TimeUnit.SECONDS);
            send(sender, "weather", "rest").awaitAccepted(10, TimeUnit.SECONDS);
            assertEquals("both", takeText(fans));
            assertEquals(List.of("both", "night"), List.of(takeText(night), takeText(night)));
            assertEquals("rest", takeText(rest));
            assertTrue(takeRest(fans).isEmpty(), "one copy for two bindings");
        }
    }

    @Test
    void shouldSpreadBySlashes() throws Exception {
        try (Peer peer = Peer.connect(router.port())) {
            Receiver middle = peer.receiver("middle", 10);
            Sender sender = peer.sender("topics");
            assertEquals("RELEASED", state(sender, "a/b/b/c", new byte[1]));
            assertEquals("RELEASED", state(sender, null, new byte[1]));
            send(sender, "a/b/c", "hit").awaitAccepted(10, TimeUnit.SECONDS);
            assertEquals("hit", takeText(middle));
        }
    }

    @Test
    void shouldStreamALargeMessageToAll() throws Exception {
        byte[] body = new byte[2_000_000];
        try (Peer peer = Peer.connect(router.port()); Peer other = Peer.connect(router.port())) {
            Receiver one = peer.receiver("fans", 10);
            Receiver two = other.receiver("night", 10);
            Sender sender = peer.sender("publish");
            Tracker tracker = sender.send(Message.create(body).subject("sport.late"));
            for (Receiver receiver : List.of(one, two)) {
                Message<byte[]> message = Peer.take(receiver).message();
                assertEquals(body.length, message.body().length);
            }
            tracker.awaitAccepted(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldTakeChangesAtRunTimeAndCount() throws Exception {
        String management = "io.sluice:type=management";
        try (Peer peer = Peer.connect(router.port()); Jmx jmx = Jmx.attach(router)) {
            jmx.call(management, "create", "exchange", "made", "address=made");
            jmx.call(management, "create", "binding", "made",
                "exchangeName=made;nextHopAddress=to");
            Receiver to = peer.receiver("to", 10);
            send(peer.sender("made"), "any", "x").awaitAccepted(10, TimeUnit.SECONDS);
            assertEquals("x", takeText(to));
            Awaitility.await().until(() -> jmx.values("router.config.exchange", "forwardedCount").contains(1L));
            Awaitility.await().until(() -> jmx.values("router.config.binding", "name").contains("made"));
            jmx.call(management, "delete", "exchange", "made");
            Awaitility.await().until(() -> !jmx.values("router.config.binding", "name").contains("made"));
        }
    }
}
