// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.util.Map;

/**
 * The attributes of one {@code sslProfile}, as configured. Absent ones are null.
 *
 * @param pid the {@code service.pid} that results are reported for
 * @param values by attribute name
 */
record ProfileSettings(String pid, Map<String, String> values) {

    /** Every attribute of the entity; {@code password} is resolved already. */
    private static final String[] ATTRIBUTES = {
        "name", "identity", "ciphers", "protocols", "caCertFile", "certFile", "privateKeyFile", "password", "uidFormat",
        "uidNameMappingFile"
    };

    /** Takes the attributes from a configuration. */
    static ProfileSettings of(Map<String, ?> configuration) {
        Map<String, String> values = new java.util.HashMap<>();
        for (String attribute : ATTRIBUTES) {
            Object value = configuration.get(attribute);
            if (value != null && !value.toString().isEmpty()) {
                values.put(attribute, value.toString());
            }
        }
        return new ProfileSettings(String.valueOf(configuration.get("service.pid")), Map.copyOf(values));
    }

    /** Returns the value of an attribute, null if it is absent or empty. */
    String get(String attribute) {
        return values.get(attribute);
    }

    /** Returns the profile's name. */
    String name() {
        return values.getOrDefault("name", "");
    }

    /** Tells everything but the password. */
    @Override
    public String toString() {
        return "sslProfile " + name() + " (" + pid + ')';
    }
}
