// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.api;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a TLS handshake agreed. Immutable.
 *
 * @param protocol for instance {@code TLSv1.3}
 * @param cipher the cipher suite's name
 * @param strength key bits of the cipher ({@code sslSsf})
 * @param peerCertificates the peer's verified chain, its own certificate first; empty if it sent none
 * @param userId the user that the profile's {@code uidFormat} derives from the peer's certificate, null without one
 */
public record TlsInfo(
        String protocol, String cipher, int strength, List<X509Certificate> peerCertificates, String userId) {

    /** Copies the chain, so that later changes of the argument do not show. */
    public TlsInfo {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
