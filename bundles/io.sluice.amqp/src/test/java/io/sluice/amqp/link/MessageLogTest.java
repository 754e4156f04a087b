// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.MessageSections;
import io.sluice.transport.api.EndpointSettings;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

class MessageLogTest {

    private static final DeliveryOrigin NOBODY = new DeliveryOrigin() {
        @Override
        public void onOutcome(Delivery delivery) {
            // Nobody asks.
        }

        @Override
        public void onContentDrained(MessageContent content) {
            // Nobody waits.
        }
    };

    private static MessageLog log(String components) {
        return MessageLog.of(1, new EndpointSettings(EndpointSettings.Kind.LISTENER, "l",
            components == null ? Map.of() : Map.of("messageLoggingComponents", components)));
    }

    private static MessageSections sections(Message message) {
        byte[] bytes = new byte[1000];
        byte[] exact = java.util.Arrays.copyOf(bytes, 0);
        int length = message.encode(bytes, 0, bytes.length);
        exact = java.util.Arrays.copyOf(bytes, length);
        return MessageSections.of(
            new Delivery(new MessageContent(NOBODY, exact), NOBODY, true, 0, 4, null, 0));
    }

    private static Message message() {
        Message message = Message.Factory.create();
        message.setMessageId("id-1");
        message.setUserId("me".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        message.setAddress("q");
        message.setSubject("su");
        message.setReplyTo("rt");
        message.setCorrelationId(org.apache.qpid.proton.amqp.UnsignedLong.valueOf(7));
        message.setContentType("text/plain");
        message.setContentEncoding("enc");
        message.setExpiryTime(100_500);
        message.setCreationTime(5_250);
        message.setGroupId("g");
        message.setGroupSequence(3);
        message.setReplyToGroupId("rg");
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("a", "b");
        own.put("n", 5);
        own.put("t", true);
        own.put("bin", new Binary(new byte[] {1, 'a'}));
        own.put("ts", new Date(1000));
        own.put("no", null);
        message.setApplicationProperties(
            new org.apache.qpid.proton.amqp.messaging.ApplicationProperties(own));
        return message;
    }

    @Test
    void shouldShowAllFieldsAsRecorded() {
        assertEquals("Message{message-id=\"id-1\", user-id=b\"me\", to=\"q\", subject=\"su\", reply-to=\"rt\", "
            + "correlation-id=7, content-type=:\"text/plain\", content-encoding=:\"enc\", "
            + "absolute-expiry-time=\"1970-01-01 00:01:40.500 +0000\", "
            + "creation-time=\"1970-01-01 00:00:05.250 +0000\", group-id=\"g\", group-sequence=3, "
            + "reply-to-group-id=\"rg\", app-properties={\"a\"=\"b\", \"n\"=5, \"t\"=T, \"bin\"=b\"\\01a\", "
            + "\"ts\"=\"1970-01-01 00:00:01.000 +0000\", \"no\"=null}}", log("all").text(sections(message())));
    }

    @Test
    void shouldShowOnlyTheFieldsThatAreNamed() {
        assertEquals("Message{message-id=\"id-1\", subject=\"su\"}",
            log("subject,message-id,unheard-of").text(sections(message())));
        assertEquals("Message{}", log("subject").text(sections(Message.Factory.create())));
    }

    @Test
    void shouldBeNoLogUnlessAsked() {
        assertNull(log(null));
        assertNull(log("none"));
    }
}
