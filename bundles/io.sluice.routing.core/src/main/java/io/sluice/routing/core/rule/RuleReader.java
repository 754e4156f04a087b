// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import java.util.Map;

/** Typed access to the properties of a configuration, with one text for what is wrong. Stateless. */
public final class RuleReader {

    private RuleReader() {}

    public static int number(Map<String, Object> properties, String attribute, int absent) throws RuleException {
        Object value = properties.get(attribute);
        if (value == null) {
            return absent;
        }
        try {
            return Integer.parseInt(value.toString().strip());
        } catch (NumberFormatException e) {
            throw new RuleException(attribute, "Invalid value for '" + attribute + "': '" + value
                    + "'; expected an integer");
        }
    }

    static boolean flag(Map<String, Object> properties, String attribute) {
        return Boolean.parseBoolean(String.valueOf(properties.get(attribute)));
    }

    /** Returns the value as text; null if it is absent or empty. */
    public static String text(Map<String, Object> properties, String attribute) {
        Object value = properties.get(attribute);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }
}
