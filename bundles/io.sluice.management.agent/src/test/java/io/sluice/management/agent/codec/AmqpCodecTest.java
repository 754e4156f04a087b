// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Values are written in their shortest form and read back; garbage is refused. */
class AmqpCodecTest {

    private static Object back(Object value) throws DecodeException {
        AmqpReader reader = new AmqpReader(new AmqpWriter().value(value).toByteArray());
        Object read = reader.value();
        assertEquals(false, reader.hasMore());
        return read;
    }

    private static String hex(AmqpWriter writer) {
        return HexFormat.of().formatHex(writer.toByteArray());
    }

    @Test
    void shouldReadWhatItHasWritten() throws DecodeException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("none", null);
        map.put("yes", true);
        map.put("small", -5L);
        map.put("int", 70_000L);
        map.put("long", 70_000_000_000L);
        map.put("text", "x".repeat(300) + "ü");
        map.put("empty", List.of());
        map.put("list", Arrays.asList(1L, null, Map.of("a", "b")));
        assertEquals(map, back(map));
    }

    @Test
    void shouldWriteUnsignedNumbersInTheirShortestForm() {
        assertEquals("43" + "52ff" + "7000000100", hex(new AmqpWriter().uint(0).uint(255).uint(256)));
        assertEquals("44" + "53ff" + "800000000000000100", hex(new AmqpWriter().ulong(0).ulong(255).ulong(256)));
        assertEquals("5480" + "71ffffff7f", hex(new AmqpWriter().integer(-128).integer(-129)));
        assertEquals("557f" + "810000000000000080", hex(new AmqpWriter().longInteger(127).longInteger(128)));
    }

    @Test
    void shouldReadEveryFixedWidthType() throws DecodeException {
        byte[] bytes = HexFormat.of().parseHex("50ff" + "51ff" + "5601" + "60ffff" + "61ffff" + "70ffffffff"
            + "7200000000"
            + "7300000041" + "80ffffffffffffffff" + "820000000000000000" + "830000000000000001"
            + "9800000000000000000000000000000001" + "a30161" + "e00403a16161" + "005377a10162");
        AmqpReader reader = new AmqpReader(bytes);
        List<Object> read = new ArrayList<>();
        while (reader.hasMore()) {
            read.add(String.valueOf(reader.value()));
        }
        assertEquals(List.of("255", "-1", "true", "65535", "-1", "4294967295", "0.0", "A", "18446744073709551615",
            "0.0", "1", "00000000-0000-0000-0000-000000000001", "a", "[]", "b"), read);
    }

    @Test
    void shouldRefuseWhatEndsTooEarlyOrClaimsTooMuch() {
        for (String hex : List.of("", "a105616263", "b1ffffffff", "d1000000107fffffff", "c0ff", "71000000", "4f",
                "d10000000500000003" + "404040", "00", "f0ffffffff")) {
            assertThrows(DecodeException.class, () -> new AmqpReader(HexFormat.of().parseHex(hex)).value(), hex);
        }
    }

    @Test
    void shouldRefuseBottomlessNesting() {
        byte[] nested = new byte[10_000];
        Arrays.fill(nested, (byte) 0);
        assertThrows(DecodeException.class, () -> new AmqpReader(nested).value());
    }

    @Test
    void shouldSurviveRandomBytes() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            try {
                new AmqpReader(bytes).value();
            } catch (DecodeException e) {
                continue;
            }
        }
    }

    @Test
    void shouldKeepWhatIsWrittenAcrossBlocks() {
        Blocks blocks = new Blocks();
        AmqpWriter writer = new AmqpWriter();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] part = new byte[random.nextInt(3000)];
            random.nextBytes(part);
            writer.raw(part);
            expected.writeBytes(part);
            blocks.take(writer);
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        blocks.blocks().forEach(joined::writeBytes);
        assertArrayEquals(expected.toByteArray(), joined.toByteArray());
        assertEquals(expected.size(), blocks.length());
    }
}
