// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.RouterAnnotations;
import io.sluice.routing.api.RouterInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected bytes are those that routers of the network write. */
class AnnotationWriterTest {

    private static final RouterInfo QDR = new RouterInfo("QDR", "standalone", "1");
    private static final RouterInfo EDGE = new RouterInfo("E", "edge", "1");
    private static final RouterAnnotations QUEUE = new RouterAnnotations("q.a", 0, false, null, List.of());
    private static final String HEADER = "005370c0020142";
    private static final String BODY = "005377a104626f6479";
    private static final String TO = "a30b782d6f70742d71642e746fa103712e61";
    private static final String INGRESS = "a310782d6f70742d71642e696e6772657373a105302f514452";
    private static final String TRACE = "a30e782d6f70742d71642e7472616365c00801a105302f514452";

    private final Sections sections = new Sections();
    private final AnnotationWriter writer = new AnnotationWriter(sections);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static MessageContent content(byte[] bytes) {
        return new MessageContent(new DeliveryOrigin() {
            @Override
            public void onOutcome(Delivery delivery) {
                throw new AssertionError();
            }

            @Override
            public void onContentDrained(MessageContent content) {
                throw new AssertionError();
            }
        }, bytes);
    }

    /** Writes annotations into a message that was looked at before, as one from a peer is. */
    private String written(String message, RouterAnnotations annotations, RouterInfo info) {
        byte[] bytes = hex(message);
        assertEquals(Sections.Result.OK, sections.scan(bytes, true, false, true));
        byte[] kept = sections.annotations().kept(bytes);
        MessageContent content = content(kept);
        content.annotationsAt(sections.annotations().start(), sections.annotations().end());
        byte[] result = writer.annotated(kept, content, annotations, info);
        // The same bytes come out if nobody says where the section is.
        assertArrayEquals(result, new AnnotationWriter(sections).annotated(kept, content(kept), annotations, info));
        return HexFormat.of().formatHex(result);
    }

    @Test
    void shouldWriteAddressIngressAndTrace() {
        assertEquals(HEADER + "005372c14606" + TO + INGRESS + TRACE + BODY, written(HEADER + BODY, QUEUE, QDR));
        assertEquals("005372c14606" + TO + INGRESS + TRACE + BODY, written(BODY, QUEUE, QDR));
        assertEquals("005372c14606" + TO + INGRESS + TRACE + "fffefd", written("fffefd", QUEUE, QDR));
    }

    @Test
    void shouldWritePhaseAndStreamFirst() {
        RouterAnnotations annotations = new RouterAnnotations("q.a", 22, true, null, List.of());
        assertEquals("005372c16b0aa30e782d6f70742d71642e70686173655416a30f782d6f70742d71642e73747265616d5401"
            + TO + INGRESS + TRACE + BODY, written(BODY, annotations, QDR));
    }

    @Test
    void shouldWriteBehindTheUsersAnnotations() {
        String user = "a306782d757365725401";
        String expected = HEADER + "005372c15008" + user + TO + INGRESS + TRACE + BODY;
        assertEquals(expected, written(HEADER + "005372c10b02" + user + BODY, QUEUE, QDR));
        assertEquals(expected, written(HEADER + "005372d10000000e00000002" + user + BODY, QUEUE, QDR));
        String behindDelivery = "005371c10602a301785401";
        assertEquals(HEADER + behindDelivery + "005372c14b08a301795401" + TO + INGRESS + TRACE + BODY,
            written(HEADER + behindDelivery + "005372c10602a301795401" + BODY, QUEUE, QDR));
        String longDescriptor = "008000000000000000" + "72c10b02" + user;
        assertEquals("005372c15008" + user + TO + INGRESS + TRACE + BODY, written(longDescriptor + BODY, QUEUE, QDR));
    }

    @Test
    void shouldKeepIngressAndAddItselfToTheTrace() {
        RouterAnnotations annotations = new RouterAnnotations("q.a", 0, false, "0/X", List.of("0/X"));
        assertEquals("005372c14906" + TO + "a310782d6f70742d71642e696e6772657373a103302f58"
            + "a30e782d6f70742d71642e7472616365c00d02a103302f58a105302f514452" + BODY, written(BODY, annotations, QDR));
    }

    @Test
    void shouldWriteLargeFormsOnlyWhereSmallOnesAreTooSmall() {
        RouterAnnotations annotations =
            new RouterAnnotations("q." + "a".repeat(260), 0, false, null, List.of());
        String result = written(BODY, annotations, QDR);
        assertEquals("005372d10000014f00000006a30b782d6f70742d71642e746fb100000106712e6161", result.substring(0, 68));
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            nodes.add("0/ROUTER" + i);
        }
        byte[] bytes = hex(written(BODY, new RouterAnnotations(null, 300, false, "0/A", nodes), QDR));
        assertEquals(Sections.Result.OK, sections.scan(bytes, true, false, true));
        nodes.add("0/QDR");
        assertEquals(new RouterAnnotations(null, 300, false, "0/A", nodes),
            sections.annotations().annotations(null, true));
        assertArrayEquals(hex(BODY), sections.annotations().kept(bytes));
    }

    @Test
    void shouldTakeTheBorderOfSmallMapsAndListsExactly() {
        for (int length = 0; length < 300; length++) {
            List<String> trace = List.of("x".repeat(length));
            RouterAnnotations annotations = new RouterAnnotations("y".repeat(length), 0, false, "0/A", trace);
            byte[] bytes = hex(written(BODY, annotations, QDR));
            assertEquals(Sections.Result.OK, sections.scan(bytes, true, false, true));
            assertEquals(new RouterAnnotations("y".repeat(length), 0, false, "0/A",
                Arrays.asList("x".repeat(length), "0/QDR")), sections.annotations().annotations(null, true));
        }
    }

    @Test
    void shouldLeaveNoTraceOfAnEdgeRouter() {
        assertEquals("005372c11302" + TO + BODY, written(BODY, QUEUE, EDGE));
        assertEquals(BODY, written(BODY, RouterAnnotations.NONE, EDGE));
        assertEquals("005372c13404" + INGRESS + TRACE + BODY,
            written(BODY, new RouterAnnotations(null, 0, false, "0/QDR", List.of("0/QDR")), EDGE));
    }
}
