// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;

import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void shouldBeAnAmqpMessageWithStamps() {
        byte[] bytes = new Payload(100, 2).stamp(7, 123_456_789_012L);
        Message message = Proton.message();
        message.decode(bytes, 0, bytes.length);
        Binary body = assertInstanceOf(Data.class, message.getBody()).getValue();
        assertEquals(100, body.getLength());
        ByteBuffer stamps = body.asByteBuffer();
        assertEquals(7, stamps.getLong());
        assertEquals(123_456_789_012L, stamps.getLong());
    }

    @Test
    void shouldNameAnAddress() {
        Payload payload = new Payload(100, 2, slot -> "a." + slot);
        payload.stamp(1, 1);
        byte[] bytes = payload.stamp(7, 8);
        Message message = Proton.message();
        message.decode(bytes, 0, bytes.length);
        assertEquals("a.1", message.getAddress());
        assertEquals(7, assertInstanceOf(Data.class, message.getBody()).getValue().asByteBuffer().getLong());
    }

    @Test
    void shouldLeaveAMessageAloneUntilTheRingComesRound() {
        Payload payload = new Payload(100, 2);
        byte[] first = payload.stamp(1, 1);
        assertNotSame(first, payload.stamp(2, 2));
        assertSame(first, payload.stamp(3, 3));
    }

    @Test
    void shouldRefuseABodyTooSmallForTheStamps() {
        assertThrows(IllegalArgumentException.class, () -> new Payload(15, 1));
    }
}
