// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as they stand in texts that existing tools show and match: in Python's notation. Stateless. */
final class PythonText {

    private PythonText() {}

    /** Returns a value in Python's notation. */
    static String of(Object value) {
        if (value == null) {
            return "None";
        } else if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(PythonText::of).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(e -> of(e.getKey()) + ": " + of(e.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof String text) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
        return value.toString();
    }

    /** Returns a request as the client library that these texts come from prints it. */
    static String message(Request request) {
        return "Message(address=None, properties=" + of(request.properties()) + ", body=" + of(request.body())
            + ", reply_to=" + of(request.replyTo()) + ", correlation_id=" + of(request.correlationValue())
            + ", content_type=None)";
    }
}
