// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.protonj2.test.driver.ProtonTestClient;
import org.apache.qpid.protonj2.test.driver.codec.transport.AMQPHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePathsTest {

    /** Runs one conversation and returns all that the peer got. */
    private static List<String> conversation(boolean standardPath, int readSize) throws Exception {
        List<String> frames = new ArrayList<>();
        try (Bench bench = new Bench(standardPath)) {
            bench.server.readSize(readSize);
            bench.links.greeting = new byte[40_000];
            try (RawPeer peer = RawPeer.begun(bench.listen())) {
                peer.send(0, RawPeer.attach("in", 0, Role.SENDER));
                read(peer, frames, 2);
                ByteArrayOutputStream burst = new ByteArrayOutputStream();
                for (int i = 0; i < 20; i++) {
                    Transfer transfer = ProtocolErrorTest.transfer(0);
                    transfer.setDeliveryId(UnsignedInteger.valueOf(i));
                    burst.write(peer.encode(0, 0, transfer, new byte[i * 100]));
                }
                peer.send(burst.toByteArray());
                await().until(() -> bench.links.received.size() == 20);
                for (int i = 0; i < 20; i++) {
                    assertEquals(i * 100, bench.links.received.get(i));
                }
                read(peer, frames, 20);
                peer.send(0, RawPeer.attach("out", 1, Role.RECEIVER));
                var flow = ProtocolErrorTest.flow(1);
                flow.setIncomingWindow(UnsignedInteger.valueOf(100));
                flow.setNextIncomingId(UnsignedInteger.ONE);
                flow.setDeliveryCount(UnsignedInteger.ZERO);
                flow.setLinkCredit(UnsignedInteger.ONE);
                peer.send(0, flow);
                read(peer, frames, 4);
                peer.send(0, ProtocolErrorTest.detach(0, true));
                read(peer, frames, 1);
                peer.send(0, new Close());
                assertNull(peer.closeError());
            }
        }
        return frames;
    }

    private static void read(RawPeer peer, List<String> frames, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            peer.frame();
            frames.add(HexFormat.of().formatHex(peer.lastFrame()));
        }
    }

    @Test
    void shouldSayTheSameOnBothPathsHoweverTheBytesArrive() throws Exception {
        List<String> expected = conversation(true, 65536);
        assertEquals(expected, conversation(false, 65536));
        assertEquals(expected, conversation(false, 1));
        assertEquals(expected, conversation(false, 13));
        assertEquals(expected, conversation(true, 7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeARealClient(boolean standardPath) throws Exception {
        try (Bench bench = new Bench(standardPath).mechanism("ANONYMOUS"); ProtonTestClient client =
                new ProtonTestClient()) {
            int port = bench.listen("saslMechanisms", "ANONYMOUS");
            client.connect("127.0.0.1", port);
            client.expectSASLHeader();
            client.expectSaslMechanisms().withSaslServerMechanisms("ANONYMOUS");
            client.remoteSaslInit().withMechanism("ANONYMOUS").queue();
            client.expectSaslOutcome().withCode((byte) 0);
            client.remoteHeader(AMQPHeader.getAMQPHeader())
                    .queue();
            client.expectAMQPHeader();
            client.remoteOpen().withContainerId("driver").queue();
            client.expectOpen().withContainerId("QDR").withMaxFrameSize(16384);
            client.remoteBegin().withNextOutgoingId(0).withIncomingWindow(10).withOutgoingWindow(10).queue();
            client.expectBegin().withRemoteChannel(0);
            client.remoteClose().queue();
            client.expectClose();
            client.remoteHeader(AMQPHeader.getSASLHeader()).now();
            client.waitForScriptToComplete(5, TimeUnit.SECONDS);
        }
    }
}
