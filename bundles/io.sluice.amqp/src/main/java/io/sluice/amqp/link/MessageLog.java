// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.MessageProperties;
import io.sluice.routing.api.MessageSections;
import io.sluice.transport.api.EndpointSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines about the messages of one connection, with the fields that {@code messageLoggingComponents} names. Costs a test
 * per message where that names any, and none where it does not. Owner loop only.
 */
final class MessageLog {

    private static final Logger MESSAGE = LoggerFactory.getLogger("MESSAGE");
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS xx", Locale.ENGLISH);

    private final long connection;
    private final boolean all;
    private final Set<String> fields;

    private MessageLog(long connection, Set<String> fields) {
        this.connection = connection;
        this.fields = fields;
        this.all = fields.contains("all");
    }

    /** Returns the log of a connection; null if its endpoint wants none. */
    static MessageLog of(long connection, EndpointSettings settings) {
        Set<String> fields = Set.copyOf(settings.words("messageLoggingComponents"));
        return fields.isEmpty() || fields.contains("none") ? null : new MessageLog(connection, fields);
    }

    /** A message has come, or the beginning of a long one. */
    void received(Delivery delivery, LinkDescriptor link) {
        write("Received ", delivery, link);
    }

    /** A message is about to be sent. */
    void sent(Delivery delivery, LinkDescriptor link) {
        write("Sent ", delivery, link);
    }

    private void write(String what, Delivery delivery, LinkDescriptor link) {
        if (MESSAGE.isTraceEnabled()) {
            String address = link.address() == null ? "" : link.address();
            MESSAGE.trace("[C" + connection + "]: " + what + text(MessageSections.of(delivery)) + " on link '"
                + link.name() + "' (" + (link.incoming() ? " -> " + address : address + " -> ") + ')');
        }
    }

    /** Returns the wanted fields that a message has. */
    String text(MessageSections sections) {
        StringBuilder text = new StringBuilder("Message{");
        MessageProperties properties = sections.properties();
        if (properties != null) {
            field(text, "message-id=", properties.messageId());
            field(text, "user-id=", properties.userId());
            field(text, "to=", properties.to());
            field(text, "subject=", properties.subject());
            field(text, "reply-to=", properties.replyTo());
            field(text, "correlation-id=", properties.correlationId());
            // These two are symbols.
            field(text, "content-type=:", properties.contentType());
            field(text, "content-encoding=:", properties.contentEncoding());
            field(text, "absolute-expiry-time=", properties.absoluteExpiryTime());
            field(text, "creation-time=", properties.creationTime());
            field(text, "group-id=", properties.groupId());
            field(text, "group-sequence=", properties.groupSequence());
            field(text, "reply-to-group-id=", properties.replyToGroupId());
        }
        Map<String, Object> own = wants("app-properties") ? sections.applicationProperties() : Map.of();
        field(text, "app-properties=", own.isEmpty() ? null : own);
        return text.append('}').toString();
    }

    private boolean wants(String name) {
        return all || fields.contains(name);
    }

    private void field(StringBuilder text, String label, Object value) {
        if (value != null && wants(label.substring(0, label.indexOf('=')))) {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ").append(label);
            value(text, value);
        }
    }

    private static void value(StringBuilder text, Object value) {
        if (value instanceof String string) {
            text.append('"').append(string).append('"');
        } else if (value instanceof byte[] bytes) {
            text.append("b\"");
            for (byte b : bytes) {
                text.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : String.format("\\%02x", b));
            }
            text.append('"');
        } else if (value instanceof Instant instant) {
            text.append('"').append(TIME.format(instant.atOffset(ZoneOffset.UTC))).append('"');
        } else if (value instanceof Date date) {
            value(text, date.toInstant());
        } else if (value instanceof Boolean flag) {
            text.append(flag ? 'T' : 'F');
        } else if (value instanceof UUID uuid) {
            text.append('"').append(uuid).append('"');
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                value(text.append(separator), entry.getKey());
                value(text.append('='), entry.getValue());
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                value(text.append(separator), element);
                separator = ", ";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else {
            text.append(value);
        }
    }
}
