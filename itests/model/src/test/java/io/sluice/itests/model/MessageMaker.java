// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;

/** Makes messages of all sizes, with and without the sections before the body. */
final class MessageMaker {

    private final Random random;
    private final Frames frames = new Frames();

    MessageMaker(Random random) {
        this.random = random;
    }

    int size() {
        int dice = random.nextInt(100);
        if (dice < 70) {
            return random.nextInt(100);
        }
        return dice < 96 ? random.nextInt(12_000) : random.nextInt(600_000);
    }

    byte[] encode(byte[] body, String to) {
        Object[] sections = new Object[5];
        int count = 0;
        if (random.nextInt(3) == 0) {
            Header header = new Header();
            header.setPriority(UnsignedByte.valueOf((byte) random.nextInt(10)));
            sections[count++] = header;
        }
        if (random.nextInt(4) == 0) {
            Map<Symbol, Object> annotations = new HashMap<>();
            annotations.put(Symbol.valueOf("x-opt-mine"), "y".repeat(random.nextInt(200)));
            sections[count++] = new MessageAnnotations(annotations);
        }
        if (to != null || random.nextInt(4) == 0) {
            Properties properties = new Properties();
            properties.setTo(to);
            properties.setSubject("s".repeat(random.nextInt(600)));
            sections[count++] = properties;
        }
        if (random.nextInt(6) == 0) {
            sections[count++] = new ApplicationProperties(Map.of("key", "value"));
        }
        sections[count++] = new Data(new Binary(body));
        return frames.sections(Arrays.copyOf(sections, count));
    }
}
