// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.itests.harness.ArtemisBroker;
import io.sluice.itests.harness.Peer;
import org.apache.qpid.protonj2.client.Message;
import org.junit.jupiter.api.Test;

/** The broker that other tests use does what they need. */
class BrokerIT {

    @Test
    void shouldKeepMessagesOverARestart() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.start("broker", "q")) {
            try (Peer peer = Peer.connect(broker.port())) {
                peer.sender("q").send(Message.create("kept").durable(true)).awaitAccepted();
            }
            broker.stop();
            broker.start();
            assertEquals(1, broker.messages("q"));
        }
    }
}
