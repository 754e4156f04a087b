// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void shouldBeAnAmqpMessageWithStamps() {
        byte[] bytes = new Payload(100).stamp(7, 123_456_789_012L);
        Message message = Proton.message();
        message.decode(bytes, 0, bytes.length);
        assertEquals(100, assertInstanceOf(Data.class, message.getBody()).getValue().getLength());
        byte[] behindOtherSections = new byte[bytes.length + 9];
        System.arraycopy(bytes, 0, behindOtherSections, 9, bytes.length);
        assertEquals(7, Payload.sequence(behindOtherSections, behindOtherSections.length, 100));
        assertEquals(123_456_789_012L, Payload.due(behindOtherSections, behindOtherSections.length, 100));
    }

    @Test
    void shouldRefuseABodyTooSmallForTheStamps() {
        assertThrows(IllegalArgumentException.class, () -> new Payload(15));
    }
}
