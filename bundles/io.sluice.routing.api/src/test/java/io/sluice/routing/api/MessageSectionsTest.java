// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class MessageSectionsTest {

    private static final String HEADER = "005370 c00b 05 41 5009 7000000064 42 43";
    private static final String ANNOTATIONS = "005372 c10c 04 a30161 54ff a30162 a10178";
    private static final String PROPERTIES =
        "005373 c01d 06 98000102030405060708090a0b0c0d0e0f a00175 40 a103612e62 40 44";
    private static final String APPLICATION = "005374 c107 02 a1016b a10176";
    private static final String BODY = "005377 a10162";

    static byte[] bytes(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    private static Delivery delivery(byte[]... chunks) {
        MessageContent content = new MessageContent(new RecordingOrigin());
        for (byte[] chunk : chunks) {
            content.append(chunk);
        }
        return new Delivery(content, new RecordingOrigin(), false, 0, 4, null, 0);
    }

    @Test
    void shouldReadEachSection() {
        MessageSections sections = MessageSections.of(delivery(
                bytes(HEADER, ANNOTATIONS, PROPERTIES, APPLICATION, BODY)));
        assertEquals(new MessageHeader(true, 9, 100, false, 0), sections.header());
        assertEquals(Map.of("a", -1, "b", "x"), sections.messageAnnotations());
        MessageProperties properties = sections.properties();
        assertEquals(UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f"), properties.messageId());
        assertArrayEquals(new byte[] {'u'}, properties.userId());
        assertNull(properties.to());
        assertEquals("a.b", properties.subject());
        assertEquals("a.b", sections.subject());
        assertEquals(0L, properties.correlationId());
        assertNull(properties.replyToGroupId());
        assertEquals(Map.of("k", "v"), sections.applicationProperties());
        assertTrue(sections.deliveryAnnotations().isEmpty());
    }

    @Test
    void shouldReadABodyOfOneValue() {
        assertEquals("b", MessageSections.of(delivery(bytes(HEADER, PROPERTIES, BODY))).bodyValue());
        assertEquals("b", MessageSections.of(delivery(bytes(HEADER), bytes(BODY))).bodyValue());
        assertEquals(List.of("k", true), MessageSections.of(delivery(bytes("005377 c005 02 a1016b 41"))).bodyValue());
        assertNull(MessageSections.of(delivery(bytes("005375 a00162"))).bodyValue());
        assertNull(MessageSections.of(delivery(bytes("005377 a102"))).bodyValue());
        assertNull(MessageSections.of(delivery(bytes(HEADER))).bodyValue());
    }

    @Test
    void shouldReadAbsentSectionsAsAbsent() {
        MessageSections sections = MessageSections.of(delivery(bytes(BODY)));
        assertNull(sections.header());
        assertNull(sections.properties());
        assertNull(sections.subject());
        assertTrue(sections.messageAnnotations().isEmpty());
        assertTrue(sections.applicationProperties().isEmpty());
    }

    @Test
    void shouldReadAcrossChunks() {
        byte[] all = bytes(ANNOTATIONS, PROPERTIES, APPLICATION, BODY);
        for (int cut = 0; cut <= all.length; cut++) {
            MessageSections sections = MessageSections.of(delivery(
                    Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)));
            assertEquals("a.b", sections.subject());
            assertEquals(Map.of("k", "v"), sections.applicationProperties());
        }
    }

    @Test
    void shouldHideAnnotationsOfRouters() {
        MessageSections sections = MessageSections.of(delivery(bytes(
                "005372 d1 00000017 00000004 a30b", HexFormat.of().formatHex("x-opt-qd.to".getBytes()),
                "40 a3016b 41", BODY)));
        assertEquals(Map.of("k", true), sections.messageAnnotations());
    }

    @Test
    void shouldBearWhatCannotBeRead() {
        byte[] all = bytes(HEADER, ANNOTATIONS, PROPERTIES, APPLICATION, BODY);
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = Arrays.copyOf(all, random.nextInt(all.length + 1));
            for (int n = random.nextInt(4); n > 0 && broken.length > 0; n--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            MessageSections sections = MessageSections.of(delivery(broken));
            sections.header();
            sections.deliveryAnnotations();
            sections.messageAnnotations();
            sections.properties();
            sections.subject();
            sections.applicationProperties();
        }
    }

    @Test
    void shouldNotNestWithoutLimit() {
        byte[] deep = new byte[200_000];
        // A list in a list in a list: each of one element, sizes as large as may be.
        Arrays.fill(deep, (byte) 0xc0);
        byte[] start = bytes("005374 d1 00030d00 00000002 a1016b");
        System.arraycopy(start, 0, deep, 0, start.length);
        assertTrue(MessageSections.of(delivery(deep)).applicationProperties().isEmpty());
    }

    @Test
    void shouldAnnotateAMessageWithoutAnnotations() {
        for (String header : List.of("", "005370 45", "005370 45 005371 c101 00")) {
            Delivery delivery = delivery(bytes(header, PROPERTIES, BODY));
            Map<String, Object> added = new LinkedHashMap<>();
            added.put("s", "t".repeat(300));
            added.put("n", 7);
            added.put("l", 8L);
            added.put("d", 0.5);
            added.put("u", new UUID(1, 2));
            added.put("i", Instant.ofEpochMilli(5));
            added.put("f", false);
            added.put("z", null);
            assertTrue(delivery.content().annotate(added));
            assertEquals(added, MessageSections.of(delivery).messageAnnotations());
            assertEquals("a.b", MessageSections.of(delivery).subject());
        }
    }

    @Test
    void shouldKeepAndReplaceAnnotationsAndWhatFollows() {
        byte[] rest = bytes(BODY, "ffff");
        Delivery delivery = delivery(bytes("005370 45", ANNOTATIONS, PROPERTIES), rest);
        delivery.content().annotationsAt(4, 21);
        assertTrue(delivery.content().annotate(Map.of("b", 1, "c", "new")));
        assertEquals(Map.of("a", -1, "b", 1, "c", "new"), MessageSections.of(delivery).messageAnnotations());
        MessageContent content = delivery.content();
        assertEquals(4, content.annotationsStart());
        byte[] head = delivery.read();
        assertEquals(0x73, head[content.annotationsEnd() + 2]);
        assertArrayEquals(rest, delivery.read());
        content.append(new byte[] {1});
        assertArrayEquals(new byte[] {1}, delivery.read());
        content.complete();
        assertTrue(delivery.readToEnd());
    }

    @Test
    void shouldLeaveAnnotationsThatCannotBeReadAlone() {
        byte[] broken = bytes("005372 c10c 05 a30161 54ff a30162 a10178");
        Delivery delivery = delivery(broken);
        assertFalse(delivery.content().annotate(Map.of("a", 1)));
        assertArrayEquals(broken, delivery.read());
    }

    @Test
    void shouldAppendAfterAnnotatingTheOnlyChunk() {
        Delivery delivery = delivery(bytes("005370 45"));
        assertTrue(delivery.content().annotate(Map.of("a", 1)));
        delivery.content().append(bytes(BODY));
        delivery.read();
        assertArrayEquals(bytes(BODY), delivery.read());
    }
}
