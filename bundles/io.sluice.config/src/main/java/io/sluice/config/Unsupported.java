// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.Map;

/** Why something of the schema cannot be configured. */
final class Unsupported {

    private static final String NO_HTTP =
        "this version has no HTTP server; JMX and $management have what it would tell";
    private static final String NO_AUTH_SERVICE =
        "no service is asked about logins; users are in the userStore, or log in by certificate";

    private static final Map<String, String> REASONS = Map.of(
        "console", "a router starts no other programs; run it by itself",
        "authServicePlugin", NO_AUTH_SERVICE,
        "saslPlugin", NO_AUTH_SERVICE,
        "http", NO_HTTP,
        "httpRootDir", NO_HTTP,
        "healthz", NO_HTTP,
        "metrics", NO_HTTP,
        "websockets", NO_HTTP);

    private Unsupported() {
    }

    /** Returns the reason in brackets with a blank in front; empty if there is none but that it is still to be made. */
    static String because(String name) {
        String reason = REASONS.get(name);
        return reason == null ? "" : " (" + reason + ")";
    }
}
