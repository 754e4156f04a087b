// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.sluice.routing.api.LinkDescriptor;
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
        byte[] body = described(ATTACH, text(0xa1, "link"), ZERO, peerSends ? FALSE : TRUE, NULL, NULL, source, target,
            NULL, NULL, ZERO);
        ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
        return frame.putInt(frame.capacity()).putInt(0x02000000).put(body).array();
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
}
