// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.amqp.engine.FakeRouter.FakeLink;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.Outcome;
import io.sluice.routing.api.RouterAnnotations;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Router annotations and streaming, by what the listener strips. */
class AnnotationsTest {

    private static final String BODY = "005377a104626f6479";
    private static final String STREAM = "a30f782d6f70742d71642e73747265616d5401";
    private static final String PATH = "a310782d6f70742d71642e696e6772657373a105302f514452"
        + "a30e782d6f70742d71642e7472616365c00801a105302f514452";
    /** Annotations of a message that another router has passed on: phase 1, to "x", trace ["0/A"]. */
    private static final String RECEIVED = "005372c13b06a30e782d6f70742d71642e70686173655401"
        + "a30b782d6f70742d71642e746fa10178" + "a30e782d6f70742d71642e7472616365c00601a103302f41";

    private final RoutedBench.Origin origin = new RoutedBench.Origin();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static Delivery received(RoutedBench bench, String address, String message) throws Exception {
        FakeLink link = bench.attachSender(address);
        link.peer.onPath(true);
        bench.expect(Flow.class);
        bench.send(RoutedBench.transfer(0, false, false), hex(message));
        return link.nextDelivery();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "out"})
    void shouldReadAnnotationsBesideTheContent(String strip) throws Exception {
        try (RoutedBench bench = new RoutedBench("stripAnnotations", strip)) {
            Delivery delivery = received(bench, "q", RECEIVED + BODY);
            assertEquals(new RouterAnnotations("q", 1, false, null, List.of("0/A")), delivery.annotations());
            assertNull(delivery.to());
            assertArrayEquals(hex(BODY), delivery.read());
            assertEquals(0, delivery.content().annotationsStart());
            assertEquals(0, delivery.content().annotationsEnd());
        }
        try (RoutedBench bench = new RoutedBench("stripAnnotations", strip)) {
            Delivery delivery = received(bench, null, RECEIVED + BODY);
            assertEquals("x", delivery.to());
            assertEquals("x", delivery.annotations().to());
            assertEquals(1, delivery.annotations().phase());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in", "both"})
    void shouldDropWhatIsReceivedWhereItIsStripped(String strip) throws Exception {
        try (RoutedBench bench = new RoutedBench("stripAnnotations", strip)) {
            Delivery delivery = received(bench, "q", RECEIVED + BODY);
            assertEquals(new RouterAnnotations("q", 0, false, null, List.of()), delivery.annotations());
            assertArrayEquals(hex(BODY), delivery.read());
        }
        try (RoutedBench bench = new RoutedBench("stripAnnotations", strip)) {
            Delivery delivery = received(bench, null, RECEIVED + BODY);
            assertSame(RouterAnnotations.NONE, delivery.annotations());
            assertNull(delivery.to());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "in"})
    void shouldWriteAnnotationsForWhoIsToSeeThem(String strip) throws Exception {
        assertEquals("005372c14406a30b782d6f70742d71642e746fa10161" + PATH + BODY, sent(strip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "both"})
    void shouldWriteNoneWhereTheyAreStripped(String strip) throws Exception {
        assertEquals(BODY, sent(strip));
    }

    private String sent(String strip) throws Exception {
        try (RoutedBench bench = new RoutedBench("stripAnnotations", strip)) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            Delivery delivery = origin.delivery(hex(BODY), false);
            delivery.annotations(new RouterAnnotations("a", 0, false, null, List.of()));
            assertTrue(link.peer.onDelivery(delivery));
            return payload(bench);
        }
    }

    /** Returns the payload of the next transfer: what follows its performative, a described list. */
    private static String payload(RoutedBench bench) throws Exception {
        bench.expect(Transfer.class);
        byte[] frame = bench.peer.lastFrame();
        int list = 8 + 3;
        int size = (frame[list] & 0xff) == 0xc0 ? 2 + (frame[list + 1] & 0xff)
            : 5 + ((frame[list + 3] & 0xff) << 8 | frame[list + 4] & 0xff);
        return HexFormat.of().formatHex(Arrays.copyOfRange(frame, list + size, frame.length));
    }

    @Test
    void shouldWriteThemOnceIntoAMessageOfManyFrames() throws Exception {
        try (RoutedBench bench = new RoutedBench("stripAnnotations", "no", "maxFrameSize", 512)) {
            FakeLink link = bench.attachReceiver("a");
            bench.flow(10, false);
            Delivery delivery = origin.streamed();
            delivery.content().append(hex("005375b000000004"));
            assertTrue(link.peer.onDelivery(delivery));
            assertEquals("005372c13404" + PATH + "005375b000000004", payload(bench));
            delivery.content().append(hex("0102"));
            assertEquals("0102", payload(bench));
            delivery.content().append(hex("0304"));
            delivery.content().complete();
            assertEquals("0304", payload(bench));
        }
    }

    @Test
    void shouldPassAStreamingMessageOnBeforeItIsComplete() throws Exception {
        try (RoutedBench bench = new RoutedBench("stripAnnotations", "no")) {
            FakeLink link = bench.attachSender("q");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            // The annotation crosses a frame border.
            String section = "005372c11402" + STREAM;
            bench.send(RoutedBench.transfer(0, false, true), hex(section.substring(0, 20)));
            bench.send(RoutedBench.transfer(0, false, true), hex(section.substring(20)));
            Delivery delivery = link.nextDelivery();
            assertTrue(delivery.annotations().streaming());
            assertFalse(delivery.content().isComplete());
            bench.send(RoutedBench.transfer(0, false, false), hex(BODY));
            delivery.settle(Outcome.ACCEPTED);
            assertTrue(bench.disposition().getState() != null);
        }
    }

    @Test
    void shouldWaitForTheEndWhereTheStreamAnnotationIsStripped() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            FakeLink link = bench.attachSender("q");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, false, true), hex("005372c11402" + STREAM));
            bench.send(RoutedBench.transfer(0, false, false), hex(BODY));
            Delivery delivery = link.nextDelivery();
            assertTrue(delivery.content().isComplete());
            assertFalse(delivery.annotations().streaming());
            assertArrayEquals(hex(BODY), delivery.read());
        }
    }

    @Test
    void shouldRejectAtOnceWhatCannotBeReadThoughMoreIsToCome() throws Exception {
        try (RoutedBench bench = new RoutedBench("stripAnnotations", "no")) {
            FakeLink link = bench.attachSender("q");
            link.peer.onPath(true);
            bench.expect(Flow.class);
            bench.send(RoutedBench.transfer(0, false, true), hex("005370c10100" + BODY));
            Disposition rejected = bench.disposition();
            assertTrue(rejected.getState().toString().contains("amqp:decode-error"));
            bench.send(RoutedBench.transfer(0, false, false), hex(BODY));
            assertTrue(bench.disposition().getSettled());
        }
    }
}
