// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.management.agent.codec.AmqpReader;
import io.sluice.management.agent.codec.DecodeException;

/**
 * What a client asks for.
 *
 * @param connectionId the connection it came in on, -1 for none
 * @param replyTo where the answer goes, null if there is no place
 * @param correlation the encoded correlation-id, null if there is none
 * @param properties the application properties
 * @param body the value in the body, null if there is none
 */
record Request(long connectionId, String replyTo, byte[] correlation, Map<String, Object> properties, Object body) {

    private static final long PROPERTIES = 0x73;
    private static final long APPLICATION_PROPERTIES = 0x74;
    private static final long AMQP_VALUE = 0x77;
    private static final int REPLY_TO = 4;
    private static final int CORRELATION_ID = 5;

    /** Reads a message. */
    static Request of(byte[] message, long connectionId) throws DecodeException {
        AmqpReader reader = new AmqpReader(message);
        String replyTo = null;
        byte[] correlation = null;
        Map<String, Object> properties = new LinkedHashMap<>();
        Object body = null;
        while (reader.hasMore()) {
            long section = reader.descriptor();
            if (section == PROPERTIES) {
                int count = reader.enterList();
                for (int i = 0; i < count; i++) {
                    int start = reader.position();
                    Object value = reader.value();
                    if (i == REPLY_TO && value instanceof String text) {
                        replyTo = text;
                    } else if (i == CORRELATION_ID && value != null) {
                        correlation = reader.since(start);
                    }
                }
            } else {
                Object value = reader.value();
                if (section == APPLICATION_PROPERTIES && value instanceof Map<?, ?> map) {
                    map.forEach((key, element) -> properties.put(String.valueOf(key), element));
                } else if (section == AMQP_VALUE) {
                    body = value;
                }
            }
        }
        return new Request(connectionId, replyTo, correlation, properties, body);
    }

    /** Returns who asks, for log lines. */
    String requester() {
        return connectionId < 0 ? "management" : "connection [C" + connectionId + "]";
    }

    /** Returns a property if it is a text that is not empty, else null. */
    String text(String property) {
        return properties.get(property) instanceof String text && !text.isEmpty() ? text : null;
    }

    /** Returns a property as a whole number, or what it is otherwise. */
    long number(String property, long otherwise) {
        Object value = properties.get(property);
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return value instanceof String text ? Long.parseLong(text.trim()) : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Returns the correlation-id, null if there is none. */
    Object correlationValue() {
        try {
            return correlation == null ? null : new AmqpReader(correlation).value();
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the body if it is a map, else null. */
    Map<?, ?> map() {
        return body instanceof Map<?, ?> map ? map : null;
    }
}
