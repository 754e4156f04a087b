// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.network.Recording;
import io.sluice.routing.network.message.ControlAddress;
import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.Envelope;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.message.MalformedControlException;
import io.sluice.routing.network.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ControlCodecTest {

    private static Envelope reencodable(byte[] bytes) throws MalformedControlException {
        Envelope envelope = ControlCodec.decode(bytes);
        return new Envelope(envelope.to(), envelope.trace(), Payload.of(envelope.payload().message()));
    }

    @Test
    void shouldEncodeEveryRecordedMessageByteForByte() throws MalformedControlException {
        Set<String> opcodes = new TreeSet<>();
        for (String name : List.of("a-interior-pair", "d-link-route", "n-capability-encoding")) {
            for (Recording.Transfer transfer : Recording.read(name)) {
                if (name.startsWith("n-") && transfer.fromDialler()) {
                    // Made by hand, in other widths.
                    continue;
                }
                Envelope envelope = reencodable(transfer.payload());
                opcodes.add(envelope.payload().message().opcode());
                assertArrayEquals(transfer.payload(), ControlCodec.encode(envelope), name + transfer.millis());
            }
        }
        assertEquals(Set.of("HELLO", "LSR", "LSU", "MAR", "MAU", "RA"), opcodes);
    }

    @Test
    void shouldReadMessagesInOtherWidthsAndKeyTypes() throws MalformedControlException {
        List<ControlMessage> messages = new ArrayList<>();
        for (Recording.Transfer transfer : Recording.read("n-capability-encoding")) {
            if (transfer.fromDialler()) {
                messages.add(ControlCodec.decode(transfer.payload()).payload().message());
            }
        }
        assertTrue(messages.contains(new ControlMessage.Hello("FOREIGN2", 1, 1000, List.of("INT.A"))));
        assertTrue(messages.contains(new ControlMessage.Advertisement("FOREIGN2", 1, 1000, 1, 1)));
        assertTrue(messages.contains(new ControlMessage.LinkUpdate(
            "FOREIGN2", 1, 1000, LinkState.of("FOREIGN2", 1, Map.of("INT.A", 1)))));
        assertTrue(messages.contains(
            ControlMessage.MobileUpdate.complete("FOREIGN2", 1, List.of("M0foreign.addr"), List.of(2))));
    }

    @Test
    void shouldNotTakeAnEdgeRoutersMessagesForItsOwn() {
        List<Recording.Transfer> transfers = Recording.read("e-edge-uplink");
        assertTrue(transfers.size() > 20);
        for (Recording.Transfer transfer : transfers) {
            try {
                assertNull(ControlAddress.parse(ControlCodec.decode(transfer.payload()).to()));
            } catch (MalformedControlException e) {
                // Neither has it an address of the router protocol.
                assertTrue(e.getMessage().contains("properties") || e.getMessage().contains("address"),
                    e.getMessage());
            }
        }
    }

    @Test
    void shouldPassOnTheVeryBytesWithALongerTrace() throws MalformedControlException {
        Envelope sent = Envelope.of(ControlAddress.ALL_ROUTERS, "0/A",
            new ControlMessage.Advertisement("A", 1, 77, 5, 6));
        Envelope passed = ControlCodec.decode(ControlCodec.encode(ControlCodec.decode(
            ControlCodec.encode(sent)).via("0/B")));

        assertEquals(List.of("0/A", "0/B"), passed.trace());
        assertEquals("0/A", passed.ingress());
        assertEquals(sent.payload().message(), passed.payload().message());
        assertEquals(ControlCodec.encoded(sent).fingerprint(), passed.payload().fingerprint());
    }

    @Test
    void shouldSendNumbersAndNamesOfAnySize() throws MalformedControlException {
        String longId = "r".repeat(300);
        List<String> trace = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            trace.add("0/" + i);
        }
        List<String> keys = new ArrayList<>();
        List<Integer> hints = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            keys.add("M0address/é" + i);
            hints.add(i % 5);
        }
        for (ControlMessage message : List.of(
                new ControlMessage.Advertisement(longId, 1, 1L << 40, 200, 1L << 33),
                new ControlMessage.Hello("A", 1, -1, List.of()),
                new ControlMessage.LinkUpdate("A", 1, 5, LinkState.of("A", 3, Map.of("B", 1000, longId, 1))),
                ControlMessage.MobileUpdate.change("A", 1L << 35, keys, hints, List.of(longId)),
                ControlMessage.MobileUpdate.complete("A", 128, keys, hints),
                new ControlMessage.MobileRequest("A", 1, 127))) {
            Envelope sent = new Envelope(ControlAddress.routing(longId), trace, Payload.of(message));
            Envelope received = ControlCodec.decode(ControlCodec.encode(sent));
            assertEquals(sent.to(), received.to());
            assertEquals(trace, received.trace());
            assertEquals(message, received.payload().message());
        }
    }

    @Test
    void shouldTellTheSenderOfAMessageOfANewerVersion() throws MalformedControlException {
        byte[] bytes = ControlCodec.encode(Envelope.of(ControlAddress.HELLO, "0/A",
            new ControlMessage.Hello("A", 1, 7, List.of())));
        int pv = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("pvT") + 3;
        bytes[pv] = 2;
        ControlMessage message = ControlCodec.decode(bytes).payload().message();
        assertEquals(2, assertInstanceOf(ControlMessage.Newer.class, message).version());
        assertEquals("A", message.id());
    }

    @Test
    void shouldRefuseBrokenBytesWithNothingButItsOwnException() {
        Random random = new Random(4);
        for (Recording.Transfer transfer : Recording.read("d-link-route")) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = transfer.payload().clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                decodeOrRefuse(random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            }
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            ControlCodec.decode(bytes).payload().message();
        } catch (MalformedControlException e) {
            assertTrue(e.getMessage() != null);
        }
    }

    @Test
    void shouldRefuseCountsAndDepthsThatWouldCostMemoryOrStack() {
        byte[] hugeCount = {0, 0x53, 0x73, (byte) 0xd0, 0, 0, 0, 5, 0x7f, -1, -1, -1, 0x40};
        byte[] deep = new byte[4_000];
        for (int i = 0; i + 3 < deep.length; i += 3) {
            deep[i] = 0;
            deep[i + 1] = 0x53;
            deep[i + 2] = 0x73;
        }
        assertThrows(MalformedControlException.class, () -> ControlCodec.decode(hugeCount));
        assertThrows(MalformedControlException.class, () -> ControlCodec.decode(deep));
        assertThrows(MalformedControlException.class, () -> ControlCodec.decode(new byte[0]));
    }
}
