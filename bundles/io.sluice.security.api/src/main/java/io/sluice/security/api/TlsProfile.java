// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A configured {@code sslProfile}. An OSGi service per profile, with its name in the service property
 * {@value #NAME}. Engines it made go on working after the service is gone. Any thread.
 */
@ProviderType
public interface TlsProfile {

    /** The service property that holds the profile's name. */
    String NAME = "sluice.sslProfile";

    /** Returns the profile's name. */
    String name();

    /** Returns the context with the profile's key and trusted CAs, for users that make engines themselves. */
    SSLContext context();

    /**
     * Makes the engine of an accepted connection, with the profile's protocols and ciphers.
     *
     * @param requireClientCertificate demand and verify a client certificate
     * @throws IllegalStateException if {@code protocols} or {@code ciphers} name nothing the JDK has, or a client
     *     certificate is demanded without {@code caCertFile}; the message is fit for the log
     */
    SSLEngine newServerEngine(boolean requireClientCertificate);

    /**
     * As {@link #newServerEngine(boolean)}, but other authorities are named in the request for a certificate than those
     * that it is verified with. Reads the file when it is named for the first time.
     *
     * @param requireClientCertificate demand and verify a client certificate
     * @param trustedCertsFile PEM file of the authorities to name, null for those of {@code caCertFile}
     * @throws IllegalStateException as above, or if the file cannot be read
     */
    default SSLEngine newServerEngine(boolean requireClientCertificate, String trustedCertsFile) {
        return newServerEngine(requireClientCertificate);
    }

    /**
     * Makes the engine of a dialled connection.
     *
     * @param host sent as SNI, and verified if asked
     * @param port the peer's port
     * @param verifyHostname check the certificate's name against the host
     * @throws IllegalStateException as {@link #newServerEngine}
     */
    SSLEngine newClientEngine(String host, int port, boolean verifyHostname);

    /**
     * Derives the user id of a certificate per {@code uidFormat} and {@code uidNameMappingFile}.
     *
     * @param chain the peer's verified chain, its own certificate first; not empty
     */
    String userId(List<X509Certificate> chain);
}
