// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

class SectionsTest {

    private static final String BODY = "005377a103616263";

    private final Sections sections = new Sections();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void shouldReadPriorityOfHeader() {
        byte[] message = hex("005370 c0 04 02 42 50 09" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false));
        assertEquals(9, sections.priority());
    }

    @Test
    void shouldLimitPriorityToNineAndDefaultToFour() {
        assertEquals(Sections.Result.OK, sections.scan(hex("005370 c0 04 02 42 50 ff" + BODY), true, false));
        assertEquals(9, sections.priority());
        assertEquals(Sections.Result.OK, sections.scan(hex(BODY), true, false));
        assertEquals(Sections.DEFAULT_PRIORITY, sections.priority());
        assertEquals(Sections.Result.OK, sections.scan(hex("005370 45" + BODY), true, false));
        assertEquals(Sections.DEFAULT_PRIORITY, sections.priority());
    }

    @Test
    void shouldReadToOfPropertiesOnlyWhenAsked() {
        byte[] message = hex("005373 c0 08 03 40 40 a1 03 612f62" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, true));
        assertEquals("a/b", sections.to());
        assertEquals(Sections.Result.OK, sections.scan(message, true, false));
        assertNull(sections.to());
    }

    @Test
    void shouldAskForMoreAtEveryBorderOfTheLeadingSections() {
        byte[] message = hex("005370 c0 04 02 42 50 07" + "005372 c1 0a 02 a3 03 782d79 a1 02 3132"
            + "005373 c0 08 03 40 40 a1 03 612f62" + BODY);
        int bodyStart = message.length - hex(BODY).length;
        for (int length = 0; length <= bodyStart; length++) {
            Sections.Result result = sections.scan(Arrays.copyOf(message, length), false, true);
            boolean propertiesSeen = length == bodyStart;
            assertEquals(propertiesSeen ? Sections.Result.OK : Sections.Result.NEED_MORE, result, "length " + length);
        }
    }

    @Test
    void shouldRefuseEmptyAndBrokenMessages() {
        assertEquals(Sections.Result.MALFORMED, sections.scan(new byte[0], true, false));
        assertEquals(Sections.Result.MALFORMED, sections.scan(hex("005370 c0 40 02 42"), true, false));
        assertEquals(Sections.Result.MALFORMED, sections.scan(hex("005370 a1 01 41" + BODY), true, false));
    }

    @Test
    void shouldAcceptCompleteMessageWithoutBody() {
        byte[] header = hex("005370 c0 04 02 42 50 07");
        assertEquals(Sections.Result.OK, sections.scan(header, true, false));
        assertEquals(7, sections.priority());
        assertEquals(Sections.Result.NEED_MORE, sections.scan(header, false, false));
    }

    @Test
    void shouldTellWhichRouterAnnotationIsWrong() {
        assertFault("Odd Number of Elements in a Map", "005372 c1 02 01 40");
        assertFault("to-override not a valid string type", annotation("746f", "5401"));
        assertFault("ingress router not a string type", annotation("696e6772657373", "5401"));
        assertFault("trace annotation is not a list", annotation("7472616365", "a10141"));
        assertFault("trace list contains non-string entries", annotation("7472616365", "c00602a101415401"));
        assertFault(null, annotation("7472616365", "c00401a10141"));
        assertFault(null, annotation("7068617365", "a10141"));
    }

    /** Returns message annotations of one entry; the name is what follows the router's prefix, in hex. */
    private static String annotation(String name, String value) {
        int nameBytes = 9 + name.length() / 2;
        int size = 1 + 2 + nameBytes + value.length() / 2;
        return "005372c1%02x02a3%02x782d6f70742d71642e%s%s".formatted(size, nameBytes, name, value);
    }

    private void assertFault(String fault, String annotations) {
        byte[] message = hex(annotations + BODY);
        Sections.Result expected = fault == null ? Sections.Result.OK : Sections.Result.INVALID_FIELD;
        assertEquals(expected, sections.scan(message, true, false, true), annotations);
        assertEquals(fault, sections.fault());
    }

    @Test
    void shouldPreferTheOverridingAddressWhereAnnotationsCount() {
        byte[] message = hex(annotation("746f", "a10141") + "005373c008034040a103612f62" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, true, true));
        assertEquals("A", sections.to());
        assertEquals(Sections.Result.OK, sections.scan(message, true, true, false));
        assertEquals("a/b", sections.to());
    }

    @Test
    void shouldAcceptBytesThatAreNoSection() {
        assertEquals(Sections.Result.OK, sections.scan(hex("ffeeddcc"), true, false));
    }

    @Test
    void shouldDropRouterAnnotationsAndKeepOthers() {
        // {x-opt-qd.phase: 1, x-y: "12"}
        byte[] message = hex("005372 c1 1c 04 a3 0e 782d6f70742d71642e7068617365 54 01 a3 03 782d79 a1 02 3132" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false));
        assertTrue(sections.hasRouterAnnotations());
        assertArrayEquals(hex("005372 d1 0000000d 00000002 a3 03 782d79 a1 02 3132" + BODY),
            sections.withoutRouterAnnotations(message));
    }

    @Test
    void shouldDropTheSectionWhenOnlyRouterAnnotationsAreInIt() {
        byte[] message = hex("005372 c1 13 02 a3 0e 782d6f70742d71642e7068617365 54 01" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false));
        assertArrayEquals(hex(BODY), sections.withoutRouterAnnotations(message));
    }

    @Test
    void shouldSurviveRandomBytes() {
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = 0;
                bytes[1] = 0x53;
                bytes[2] = (byte) (0x70 + random.nextInt(5));
            }
            sections.scan(bytes, true, true);
            assertFalse(sections.priority() > 9);
        }
    }
}
