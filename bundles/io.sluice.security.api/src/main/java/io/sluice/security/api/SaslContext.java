// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a mechanism may know of a connection before it authenticates. Immutable.
 *
 * @param encrypted TLS is in place
 * @param allowedMechanisms the listener's {@code saslMechanisms}, empty if the listener does not restrict them
 * @param peerCertificates the peer's verified TLS chain, its own certificate first; empty without one
 * @param certificateUser the user derived from the certificate ({@code uidFormat}), null without a certificate
 * @param remoteAddress {@code host:port} of the peer, for logs
 * @param hostname the {@code hostname} of sasl-init once known, else null
 */
public record SaslContext(
        boolean encrypted,
        List<String> allowedMechanisms,
        List<X509Certificate> peerCertificates,
        String certificateUser,
        String remoteAddress,
        String hostname) {

    /** Copies the lists. */
    public SaslContext {
        allowedMechanisms = List.copyOf(allowedMechanisms);
        peerCertificates = List.copyOf(peerCertificates);
    }

    /** Returns true if the listener names this mechanism itself, which permits PLAIN without TLS. */
    public boolean names(String mechanism) {
        return allowedMechanisms.contains(mechanism);
    }
}
