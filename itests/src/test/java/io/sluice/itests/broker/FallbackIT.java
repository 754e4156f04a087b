// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.DeliveryMode;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.ArtemisBroker;
import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Jmx;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** A broker's queue takes what has no consumer, and gives it back when there is one. */
class FallbackIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Conf conf(ArtemisBroker broker) {
        return Conf.open("ITEST.FALLBACK").section("jmx", "host: 127.0.0.1", "port: 0", "authenticate: no")
            .section("connector", "name: broker", "host: 127.0.0.1", "port: " + broker.port(),
                "role: route-container", "saslMechanisms: ANONYMOUS")
            .section("address", "prefix: jobs", "enableFallback: yes")
            .section("autoLink", "name: keep", "address: jobs", "direction: out", "connection: broker",
                "fallback: yes")
            .section("autoLink", "name: return", "address: jobs", "direction: in", "connection: broker",
                "fallback: yes");
    }

    private static long figure(Jmx jmx, String key, String attribute) throws Exception {
        return jmx.number("io.sluice:type=router.address,name=\"" + key + "\"", attribute);
    }

    @Test
    void shouldKeepInTheQueueWhatHasNoConsumer() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("fallback", "jobs");
                SluiceProcess router = SluiceProcess.start(conf(broker));
                Jmx jmx = Jmx.connect(router, Map.of());
                Peer peer = Peer.connect(router.port())) {
            await().atMost(LIMIT).untilAsserted(() ->
                assertEquals(List.of("active", "active"), jmx.values("router.config.autoLink", "operStatus")));
            Receiver primary = peer.receiver("jobs", 10);
            Sender sender = peer.sender("jobs");
            Peer.pass(sender, primary, "direct");
            assertEquals(0, broker.added("jobs"), "there is a consumer");
            primary.close();
            sender.send(Message.create("unsettled").durable(true)).awaitAccepted(20, TimeUnit.SECONDS);
            peer.connection().openAnonymousSender().send(Message.create("anonymous").durable(true).to("jobs"))
                .awaitAccepted(20, TimeUnit.SECONDS);
            peer.connection().openSender("jobs", new SenderOptions().deliveryMode(DeliveryMode.AT_MOST_ONCE))
                .send(Message.create("settled"));
            await().atMost(LIMIT).until(() -> broker.added("jobs") >= 3);
            assertEquals(3, figure(jmx, "M0jobs", "deliveriesRedirectedToFallback"));
            assertEquals(List.of(3L), jmx.values("router", "deliveriesRedirectedToFallback"));
            assertEquals(1, figure(jmx, "M0jobs", "deliveriesEgress"));
            assertEquals(0, figure(jmx, "MFjobs", "deliveriesEgress"));
            assertEquals(3, figure(jmx, "MFjobs", "deliveriesEgressRouteContainer"));

            Receiver returned = peer.receiver("jobs", 10);
            Set<String> texts = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                texts.add(Peer.takeText(returned));
            }
            assertEquals(Set.of("anonymous", "settled", "unsettled"), texts);
            await().atMost(LIMIT).until(() -> broker.messages("jobs") == 0);
            assertEquals(3, figure(jmx, "M0jobs", "deliveriesRedirectedToFallback"), "not there and back again");
        }
    }
}
