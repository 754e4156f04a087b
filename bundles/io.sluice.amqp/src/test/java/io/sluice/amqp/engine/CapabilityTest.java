// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkSplice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A terminus' capabilities, in all the ways in which peers write them. */
class CapabilityTest {

    private static final byte[] NULL = {0x40};
    private static final byte[] TRUE = {0x41};
    private static final byte[] FALSE = {0x42};
    private static final byte[] ZERO = {0x43};
    private static final int ATTACH = 0x12;
    private static final int SOURCE = 0x28;
    private static final int TARGET = 0x29;

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] text(int type, String value) {
        return join(new byte[] {(byte) type, (byte) value.length()}, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] described(int code, byte[]... fields) {
        byte[] body = join(fields);
        return join(new byte[] {0, 0x53, (byte) code, (byte) 0xc0, (byte) (body.length + 1), (byte) fields.length},
            body);
    }

    private static byte[] array(String... symbols) {
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        for (String symbol : symbols) {
            elements.write(symbol.length());
            elements.writeBytes(symbol.getBytes(StandardCharsets.US_ASCII));
        }
        return join(new byte[] {(byte) 0xe0, (byte) (elements.size() + 2), (byte) symbols.length, (byte) 0xa3},
            elements.toByteArray());
    }

    private static byte[] capabilities(String form) {
        return switch (form) {
            case "bare" -> text(0xa3, "qd.waypoint.2");
            case "one" -> array("qd.waypoint.2");
            default -> array("other", "qd.waypoint.2");
        };
    }

    private static byte[] attach(boolean peerSends, byte[] capabilities) {
        byte[] address = text(0xa1, "q");
        byte[] source = peerSends ? described(SOURCE)
            : described(SOURCE, address, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, capabilities);
        byte[] target = peerSends ? described(TARGET, address, NULL, NULL, NULL, NULL, NULL, capabilities)
            : described(TARGET);
        return frame(0, attach("link", peerSends, source, target));
    }

    private static byte[] attach(String name, boolean sender, byte[] source, byte[] target) {
        return described(ATTACH, text(0xa1, name), ZERO, sender ? FALSE : TRUE, NULL, NULL, source, target,
            NULL, NULL, ZERO);
    }

    private static byte[] frame(int channel, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
        return frame.putInt(frame.capacity()).putInt(0x02000000 | channel).put(body).array();
    }

    @ParameterizedTest
    @CsvSource({"true, bare", "true, one", "true, two", "false, bare", "false, one", "false, two"})
    void shouldTellASymbolFromAnArray(boolean peerSends, String form) throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            bench.peer.send(attach(peerSends, capabilities(form)));
            LinkDescriptor link = bench.router.nextLink().descriptor;
            assertEquals("q", link.address());
            assertEquals(form.equals("two") ? List.of("other", "qd.waypoint.2") : List.of("qd.waypoint.2"),
                link.capabilities());
            assertEquals(form.equals("bare"), link.bareCapability());
        }
    }

    @ParameterizedTest
    @CsvSource({"bare, :qd.waypoint.2", "one, array[:qd.waypoint.2]"})
    void shouldAnswerInTheWayOfThePeer(String form, String written) throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            bench.peer.send(attach(false, capabilities(form)));
            String answer = bench.peer.text();
            assertTrue(answer.contains("@40[\"q\", 0, :session-end, 0, false, null, null, null, null, null, " + written
                + "]"), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"bare, :qd.waypoint.2", "one, array[:qd.waypoint.2]",
        "two, 'array[:other, :qd.waypoint.2]'"})
    void shouldPassOnInTheWayOfThePeer(String form, String written) throws Exception {
        LinkSplice splice = new LinkSplice(AddressEdit.NONE);
        try (RoutedBench bench = new RoutedBench();
             RawPeer container = RawPeer.begun(bench.server.listen(RawPeer.settings()))) {
            bench.router.splice = splice;
            await().until(() -> bench.router.connections.size() == 2 && bench.router.connections.get(1).replayed);
            bench.peer.send(attach(true, capabilities(form)));
            bench.router.nextLink();
            bench.router.connections.get(1).begin(new LinkDescriptor("link@peer", false, LinkDescriptor.Kind.ADDRESSED,
                "q", List.of(), Map.of(), 0, false, true).withSplice(splice));
            container.text();
            container.send(1, RawPeer.begin(1));
            String target = "@41[\"q\", 0, :session-end, 0, false, null, " + written + "]";
            String asked = container.text();
            assertTrue(asked.contains(target), asked);
            // The container answers with the very termini.
            byte[] body = attach("link@peer", false, described(SOURCE),
                described(TARGET, text(0xa1, "q"), NULL, NULL, NULL, NULL, NULL, capabilities(form)));
            container.send(frame(1, body));
            String answered = bench.peer.text();
            assertTrue(answered.contains(target), answered);
        }
    }
}
