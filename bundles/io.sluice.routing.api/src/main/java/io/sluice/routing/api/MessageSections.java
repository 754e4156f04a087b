// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the sections of a message that stand before its body, and a body of one value, each when it is asked for.
 * Nothing of it is cached in the delivery: keep the reader for as long as you ask. For whoever owns the delivery,
 * before it is read; not for several threads.
 *
 * <p>Only what has arrived is seen: of a message that is forwarded while it arrives at least the message annotations
 * are there, and the later sections if they lie within the first {@value #MAX_BYTES} bytes. A section that is absent,
 * incomplete or malformed reads as absent.
 */
public final class MessageSections {

    /** No section is looked for beyond so many bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Most messages have their sections in so many bytes; the codec may begin a message with a short array. */
    private static final int FIRST_BYTES = 1024;

    private static final int HEADER = 0x70;
    private static final int DELIVERY_ANNOTATIONS = 0x71;
    private static final int MESSAGE_ANNOTATIONS = 0x72;
    private static final int PROPERTIES = 0x73;
    private static final int APPLICATION_PROPERTIES = 0x74;
    private static final int VALUE = 0x77;
    private static final int SUBJECT = 3;

    private final byte[] bytes;
    /** Where the value of each section begins and ends; 0 if it is absent. */
    private final int[] starts = new int[APPLICATION_PROPERTIES - HEADER + 1];
    private final int[] ends = new int[APPLICATION_PROPERTIES - HEADER + 1];

    /** Where the body of a single value begins; 0 if there is none. */
    private int body;

    private MessageSections(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Looks where the sections of a delivery are. */
    public static MessageSections of(Delivery delivery) {
        byte[] head = delivery.unread(FIRST_BYTES);
        MessageSections sections = new MessageSections(head);
        if (!sections.index()) {
            byte[] more = delivery.unread(MAX_BYTES);
            if (more.length > head.length) {
                sections = new MessageSections(more);
                sections.index();
            }
        }
        return sections;
    }

    /** Finds the sections; false if the bytes end before something else than a leading section begins. */
    private boolean index() {
        ValueReader reader = new ValueReader(bytes, 0, bytes.length);
        try {
            while (!reader.atEnd()) {
                int code = reader.sectionCode();
                if (code < HEADER || code > APPLICATION_PROPERTIES) {
                    body = code == VALUE ? reader.position() : 0;
                    return true;
                }
                int start = reader.position();
                reader.skip();
                starts[code - HEADER] = start;
                ends[code - HEADER] = reader.position();
            }
        } catch (ValueReader.BadValue e) {
            return false;
        }
        return false;
    }

    /** Returns the header; null if there is none. */
    public MessageHeader header() {
        List<?> list = list(HEADER);
        return list == null ? null : new MessageHeader(
                Boolean.TRUE.equals(at(list, 0)),
                at(list, 1) instanceof Integer priority ? priority : 4,
                at(list, 2) instanceof Long ttl ? ttl : -1,
                Boolean.TRUE.equals(at(list, 3)),
                at(list, 4) instanceof Long count ? count : 0);
    }

    /** Returns the delivery annotations; empty if there are none. */
    public Map<String, Object> deliveryAnnotations() {
        return map(DELIVERY_ANNOTATIONS);
    }

    /** Returns the message annotations, without those of routers; empty if there are none. */
    public Map<String, Object> messageAnnotations() {
        Map<String, Object> map = map(MESSAGE_ANNOTATIONS);
        map.keySet().removeIf(key -> key.startsWith(RouterAnnotations.PREFIX));
        return map;
    }

    /** Returns the properties; null if there are none. */
    public MessageProperties properties() {
        List<?> list = list(PROPERTIES);
        return list == null ? null : new MessageProperties(
                at(list, 0),
                at(list, 1) instanceof byte[] user ? user : null,
                text(list, 2),
                text(list, SUBJECT),
                text(list, 4),
                at(list, 5),
                text(list, 6),
                text(list, 7),
                at(list, 8) instanceof Instant expiry ? expiry : null,
                at(list, 9) instanceof Instant creation ? creation : null,
                text(list, 10),
                at(list, 11) instanceof Long sequence ? sequence : null,
                text(list, 12));
    }

    /** Returns the application properties; empty if there are none. */
    public Map<String, Object> applicationProperties() {
        return map(APPLICATION_PROPERTIES);
    }

    /** Returns the subject alone, for less work than all {@link #properties}; null if there is none. */
    public String subject() {
        int at = starts[PROPERTIES - HEADER];
        try {
            return at == 0 ? null
                    : new ValueReader(bytes, at, ends[PROPERTIES - HEADER]).element(SUBJECT) instanceof String text
                            ? text : null;
        } catch (ValueReader.BadValue e) {
            return null;
        }
    }

    /** Returns the body, if it is a single value and all of it is in the array with its beginning; else null. */
    public Object bodyValue() {
        try {
            return body == 0 ? null : new ValueReader(bytes, body, bytes.length).value();
        } catch (ValueReader.BadValue e) {
            return null;
        }
    }

    private Object value(int section) {
        int at = starts[section - HEADER];
        try {
            return at == 0 ? null : new ValueReader(bytes, at, ends[section - HEADER]).value();
        } catch (ValueReader.BadValue e) {
            return null;
        }
    }

    private List<?> list(int section) {
        return value(section) instanceof List<?> list ? list : null;
    }

    private Map<String, Object> map(int section) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value(section) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> result.put(Objects.toString(key), value));
        }
        return result;
    }

    private static Object at(List<?> list, int index) {
        return index < list.size() ? list.get(index) : null;
    }

    private static String text(List<?> list, int index) {
        return at(list, index) instanceof String text ? text : null;
    }
}
