// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.junit.jupiter.api.Test;

/** Values of messages as values of the JDK. */
class PlainTest {

    @Test
    void shouldKeepNumbersAsNumbers() {
        assertEquals(7L, Plain.of(7));
        assertEquals(4_294_967_295L, Plain.of(UnsignedInteger.MAX_VALUE));
        assertEquals(new BigInteger("18446744073709551615"), Plain.of(UnsignedLong.valueOf(-1L)));
        assertEquals(0.5, Plain.of(0.5f));
        assertEquals(5L, Plain.of(new Date(5)));
    }

    @Test
    void shouldGoDownIntoCollections() {
        assertEquals(Map.of("a", List.of(1L, "x")), Plain.of(Map.of(Symbol.valueOf("a"),
            List.of((short) 1, Symbol.valueOf("x")))));
        assertEquals(List.of(1L, 2L), Plain.of(new int[] {1, 2}));
        assertEquals(List.of("x"), Plain.of(new Symbol[] {Symbol.valueOf("x")}));
        assertNull(Plain.of(null));
    }
}
