// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes router annotations as routers do, in the shortest form. */
final class RouterTexts {

    private RouterTexts() { }

    /** Returns a section of message annotations; keys are without their prefix, values texts or lists of texts. */
    static byte[] annotations(Object... pairs) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int i = 0; i < pairs.length; i += 2) {
            text(entries, 0xa3, "x-opt-qd." + pairs[i]);
            if (pairs[i + 1] instanceof List<?> list) {
                ByteArrayOutputStream items = new ByteArrayOutputStream();
                list.forEach(item -> text(items, 0xa1, item.toString()));
                compound(entries, 0xc0, list.size(), items);
            } else {
                text(entries, 0xa1, pairs[i + 1].toString());
            }
        }
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        section.writeBytes(new byte[] {0x00, 0x53, 0x72});
        compound(section, 0xc1, pairs.length, entries);
        return section.toByteArray();
    }

    private static void compound(ByteArrayOutputStream out, int type, int count, ByteArrayOutputStream items) {
        out.write(type);
        out.write(items.size() + 1);
        out.write(count);
        out.writeBytes(items.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, int type, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.write(type);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
