// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.management.agent.codec.AmqpReader;
import io.sluice.management.agent.codec.AmqpWriter;
import io.sluice.management.agent.codec.DecodeException;

/** Requests as clients make them, and what is in a reply. */
final class Messages {

    /**
     * A reply.
     *
     * @param properties the list of properties
     * @param application status and text
     * @param body the value
     */
    record Answer(Object properties, Map<?, ?> application, Object body) {

        long status() {
            return (Long) application.get("statusCode");
        }

        String text() {
            return (String) application.get("statusDescription");
        }
    }

    private Messages() {}

    static byte[] request(String replyTo, Map<String, ?> application, Object body) {
        AmqpWriter writer = new AmqpWriter();
        int properties = writer.section(0x73).beginList();
        writer.nil().nil().nil().nil().value(replyTo).string("corr");
        writer.end(properties, 6);
        writer.section(0x74).value(application);
        writer.section(0x77).value(body);
        return writer.toByteArray();
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static Answer answer(byte[] message) throws DecodeException {
        AmqpReader reader = new AmqpReader(message);
        Object properties = null;
        Map<?, ?> application = Map.of();
        Object body = null;
        while (reader.hasMore()) {
            long section = reader.descriptor();
            Object value = reader.value();
            if (section == 0x73) {
                properties = value;
            } else if (section == 0x74) {
                application = (Map<?, ?>) value;
            } else if (section == 0x77) {
                body = value;
            }
        }
        return new Answer(properties, application, body);
    }
}
