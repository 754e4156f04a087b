// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

/** Reads the {@code protocols} attribute. */
final class TlsVersions {

    private static final List<String> KNOWN = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final String INVALID = "Cannot set protocols. The protocols string might be invalid. This list is a"
            + " space separated string of the allowed TLS protocols (TLSv1 TLSv1.1 TLSv1.2)";

    private TlsVersions() {}

    /** Returns the versions to enable: exactly the listed ones, or TLS 1.2 and 1.3. */
    static List<String> parse(String text, SSLContext context) throws RejectedException {
        if (text == null) {
            return List.of("TLSv1.2", "TLSv1.3");
        }
        List<String> wanted = new ArrayList<>();
        for (String word : text.trim().split("\\s+")) {
            if (!KNOWN.contains(word)) {
                throw new RejectedException("protocols",
                        INVALID + ": '" + word + "', expected of " + String.join(" ", KNOWN));
            }
            if (!wanted.contains(word)) {
                wanted.add(word);
            }
        }
        // The JDK's security policy may forbid a version it knows; a port that can agree on none helps nobody.
        List<String> permitted = new ArrayList<>(List.of(context.getDefaultSSLParameters().getProtocols()));
        permitted.retainAll(wanted);
        if (permitted.isEmpty()) {
            throw new RejectedException("protocols", INVALID + ": the security policy of this JDK permits none of '"
                    + text.trim() + "', only " + String.join(" ", context.getDefaultSSLParameters().getProtocols()));
        }
        return List.copyOf(wanted);
    }
}
