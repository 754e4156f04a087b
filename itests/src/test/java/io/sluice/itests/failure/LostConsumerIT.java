// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.impl.ClientDeliveryState.ClientModified;
import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Consumer;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** A consumer process is killed while it holds messages that it has not settled. */
class LostConsumerIT {

    @Test
    void shouldTellTheSenderWhatBecameOfEachMessage() throws Exception {
        try (SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.KILL"));
             Peer producer = Peer.connect(router.port());
             Consumer consumer = Consumer.start(router.port(), "kill/a", 3)) {
            Sender sender = producer.sender("kill/a");
            List<Tracker> trackers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                trackers.add(Peer.send(sender, "m" + i));
            }
            consumer.awaitTaken(3);
            consumer.kill();
            List<String> states = new ArrayList<>();
            for (Tracker tracker : trackers) {
                tracker.awaitSettlement(10, TimeUnit.SECONDS);
                states.add(tracker.remoteState().getType().name());
            }
            assertEquals(List.of("MODIFIED", "MODIFIED", "MODIFIED", "RELEASED", "RELEASED"), states);
            assertEquals(true, ((ClientModified) trackers.get(0).remoteState()).isDeliveryFailed());
            Receiver successor = producer.receiver("kill/a", 1);
            Peer.pass(sender, successor, "again");
        }
    }
}
