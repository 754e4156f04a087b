// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.nio.BufferOverflowException;
import java.util.Arrays;
import java.util.Map;

import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.codec.DecodeException;
import org.apache.qpid.proton.message.Message;

/** Requests and answers as encoded AMQP messages. */
final class Messages {

    private static final int FIRST_SIZE = 1024;
    private static final int SERVER_ERROR = 500;

    private Messages() {
    }

    /** Encodes a request; without address if that is null. */
    static byte[] request(String to, String replyTo, String correlation, Map<String, Object> properties, Object body) {
        Message message = Message.Factory.create();
        message.setAddress(to);
        message.setReplyTo(replyTo);
        message.setCorrelationId(correlation);
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new AmqpValue(body == null ? Map.of() : body));
        byte[] bytes = new byte[FIRST_SIZE];
        while (true) {
            try {
                return Arrays.copyOf(bytes, message.encode(bytes, 0, bytes.length));
            } catch (BufferOverflowException e) {
                bytes = new byte[bytes.length * 2];
            }
        }
    }

    /** Decodes a message. */
    static Message decode(byte[] bytes, String peer) throws ClientException {
        Message message = Message.Factory.create();
        try {
            message.decode(bytes, 0, bytes.length);
            return message;
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ClientException("The answer of " + peer + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the answer that a message contains. */
    static Exchange.Answer answer(Message message) {
        Map<String, Object> properties = message.getApplicationProperties() == null ? Map.of()
                : message.getApplicationProperties().getValue();
        Object body = message.getBody() instanceof AmqpValue value ? Plain.of(value.getValue()) : null;
        Object status = properties.get("statusCode");
        return new Exchange.Answer(status instanceof Number number ? number.intValue() : SERVER_ERROR,
                String.valueOf(properties.getOrDefault("statusDescription", "no status in the answer")), body);
    }
}
