// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.sluice.routing.api.RouterAnnotations;
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
    void shouldDropWhatFollowsTheFirstRouterAnnotationAndKeepWhatIsBeforeIt() {
        // {x-y: "12", x-opt-qd.phase: 1, x-z: 1}
        byte[] message = hex("005372 c1 23 06 a3 03 782d79 a1 02 3132 a3 0e 782d6f70742d71642e7068617365 54 01"
            + "a3 03 782d7a 54 01" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false));
        assertArrayEquals(hex("005372 c1 0a 02 a3 03 782d79 a1 02 3132" + BODY), sections.annotations().kept(message));
        assertEquals(0, sections.annotations().start());
        assertEquals(15, sections.annotations().end());
    }

    @Test
    void shouldDropTheSectionWhenNothingIsLeftInIt() {
        byte[] message = hex("005372 c1 13 02 a3 0e 782d6f70742d71642e7068617365 54 01" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false));
        assertArrayEquals(hex(BODY), sections.annotations().kept(message));
        assertEquals(sections.annotations().start(), sections.annotations().end());
        byte[] empty = hex("005372 c1 01 00" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(empty, true, false));
        assertArrayEquals(hex(BODY), sections.annotations().kept(empty));
    }

    @Test
    void shouldTakeStringsAndUnknownNamesForTheUsersAnnotations() {
        // {"x-opt-qd.to": 1, x-opt-qd.foo: 1}
        byte[] message = hex("005372 c1 20 04 a1 0b 782d6f70742d71642e746f 54 01 a3 0c 782d6f70742d71642e666f6f 54 01"
            + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false, true));
        assertFalse(sections.annotations().counts());
        assertSame(message, sections.annotations().kept(message));
    }

    @Test
    void shouldReadWhatRoutersHaveWritten() {
        byte[] message = hex("005370 45 005371 c1 01 00" + "005372 c1 64 0a"
            + "a30e782d6f70742d71642e7068617365 5416"
            + "a30f782d6f70742d71642e73747265616d 5400"
            + "a30b782d6f70742d71642e746f a10141"
            + "a310782d6f70742d71642e696e6772657373 a10130"
            + "a30e782d6f70742d71642e7472616365 c00702a10130a10131" + BODY);
        assertEquals(Sections.Result.OK, sections.scan(message, true, false, true));
        assertEquals(new RouterAnnotations("A", 22, true, "0", List.of("0", "1")),
            sections.annotations().annotations(null, true));
        assertEquals(new RouterAnnotations("link", 22, true, null, List.of()),
            sections.annotations().annotations("link", false));
        assertArrayEquals(hex("005370 45 005371 c1 01 00" + BODY), sections.annotations().kept(message));
        assertEquals(10, sections.annotations().start());
    }

    @Test
    void shouldSayWhereAnnotationsWouldBe() {
        assertAbsentAt(4, "005370 45" + BODY);
        assertAbsentAt(10, "005370 45 005371 c1 01 00" + BODY);
        assertAbsentAt(4, "005370 45");
        assertAbsentAt(0, BODY);
        assertAbsentAt(0, "ffeeddcc");
        assertAbsentAt(0, "005373 45 005370 45" + BODY);
    }

    private void assertAbsentAt(int position, String message) {
        assertEquals(Sections.Result.OK, sections.scan(hex(message), true, false), message);
        assertEquals(position, sections.annotations().start(), message);
        assertEquals(position, sections.annotations().end(), message);
    }

    @Test
    void shouldTellWhichSectionIsBroken() {
        assertBroken("header", "005370 c1 01 00" + BODY);
        assertBroken("message annotations", "005372 40" + BODY);
        assertBroken("message annotations", "005372 c1 40 02 a3");
        assertBroken("message annotations", "005372 c1 04 02 a3 09 41" + BODY);
        assertBroken("properties", "005373 a1 00" + BODY);
        assertBroken(null, "");
        // A descriptor of descriptors, as deep as the message is long.
        assertBroken("delivery annotations", "005371" + "00".repeat(100_000));
    }

    private void assertBroken(String section, String message) {
        assertEquals(Sections.Result.MALFORMED, sections.scan(hex(message), true, true), section);
        assertEquals(section, sections.broken());
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
