// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;

/** Makes encoded messages. */
final class Messages {

    private Messages() {}

    /** A message with a subject, or, for null, without properties. */
    static byte[] subject(String subject) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (subject != null) {
            byte[] text = subject.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(new byte[] {0x00, 0x53, 0x73, (byte) 0xc0, (byte) (text.length + 6), 4, 0x40, 0x40, 0x40});
            out.write(0xa1);
            out.write(text.length);
            out.writeBytes(text);
        }
        out.writeBytes(new byte[] {0x00, 0x53, 0x77, (byte) 0xa1, 1, 'b'});
        return out.toByteArray();
    }

    static Delivery delivery(DeliveryOrigin origin, String subject, boolean presettled, String to) {
        return new Delivery(new MessageContent(origin, subject(subject)), origin, presettled, 0, 4, to, 0);
    }
}
