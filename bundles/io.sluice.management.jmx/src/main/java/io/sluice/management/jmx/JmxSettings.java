// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of the remote connector. Immutable.
 *
 * @param pid the configuration's PID, for reports
 * @param identity the entity's identity
 * @param name the entity's name
 * @param host local address; empty for all
 * @param port TCP port, 0 for any free one
 * @param authenticate ask for user name and password
 * @param realm realm of user names without one, null for that of the store
 * @param adminUsers users who may change things, null for all
 * @param sslProfile name of the TLS profile, null for no TLS
 * @param requireClientCertificate refuse TLS clients without a certificate
 */
record JmxSettings(String pid, String identity, String name, String host, int port, boolean authenticate,
        String realm, Set<String> adminUsers, String sslProfile, boolean requireClientCertificate) {

    static final String PID = "io.sluice.jmx";

    /**
     * Reads the component's properties.
     *
     * @throws IllegalArgumentException if the port is no port; the message is fit for the user
     */
    static JmxSettings of(Map<String, Object> properties) {
        String identity = text(properties, "identity", "jmx");
        return new JmxSettings(
            text(properties, "service.pid", PID),
            identity,
            text(properties, "name", identity),
            text(properties, "host", ""),
            port(text(properties, "port", "0")),
            flag(properties, "authenticate", true),
            text(properties, "realm", null),
            names(text(properties, "adminUsers", null)),
            text(properties, "sslProfile", null),
            flag(properties, "requireClientCertificate", false));
    }

    private static Set<String> names(String text) {
        return text == null ? null : Stream.of(text.split("[\\s,]+"))
            .filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns true if a user, written with realm, may change things. */
    boolean mayChange(String user) {
        return adminUsers == null || adminUsers.contains(user) || adminUsers.contains(user.replaceFirst("@.*", ""));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.trim());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port '" + text + "', expected a number from 0 to 65535", e);
        }
        throw new IllegalArgumentException("port '" + text + "', expected a number from 0 to 65535");
    }

    private static String text(Map<String, Object> properties, String key, String otherwise) {
        Object value = properties.get(key);
        return value == null || value.toString().isEmpty() ? otherwise : value.toString();
    }

    private static boolean flag(Map<String, Object> properties, String key, boolean otherwise) {
        Object value = properties.get(key);
        return value == null ? otherwise : Boolean.parseBoolean(value.toString());
    }

    /** Returns true if only processes of this machine can reach the connector. */
    boolean loopback() {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1") || host.equals("[::1]");
    }
}
