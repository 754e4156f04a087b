// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.HashMap;
import java.util.Map;

/** Turns the properties of a configuration into schema attributes. */
final class Settings {

    private Settings() {
    }

    /** Returns the attributes: everything but what the configuration and component runtimes add, and empty values. */
    static Map<String, Object> attributes(Map<String, Object> properties) {
        Map<String, Object> attributes = new HashMap<>();
        properties.forEach((key, value) -> {
            boolean foreign = key.startsWith("service.") || key.startsWith("component.") || key.startsWith("felix.")
                || key.startsWith(".");
            if (!foreign && value != null) {
                attributes.put(key, value);
            }
        });
        return attributes;
    }

    static String text(Map<String, Object> attributes, String key, String fallback) {
        Object value = attributes.get(key);
        return value == null ? fallback : value.toString();
    }

    /** Returns a text, null if it is absent or empty. */
    static String text(Map<String, Object> attributes, String key) {
        String value = text(attributes, key, "");
        return value.isEmpty() ? null : value;
    }
}
