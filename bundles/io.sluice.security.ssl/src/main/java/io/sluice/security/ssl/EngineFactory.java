// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Everything of one profile, checked, at one moment. Any thread. */
final class EngineFactory {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final String name;
    private final KeyMaterial material;
    private final String[] protocols;
    private final String[] ciphers;
    private final UserIdFormat userIds;
    /** Contexts by the file of the authorities that they name. */
    private final Map<String, SSLContext> naming = new ConcurrentHashMap<>();

    private EngineFactory(
            String name, KeyMaterial material, List<String> protocols, List<String> ciphers, UserIdFormat userIds) {
        this.name = name;
        this.material = material;
        this.protocols = protocols.toArray(new String[0]);
        this.ciphers = ciphers.toArray(new String[0]);
        this.userIds = userIds;
    }

    /** Reads all files of a profile and checks all its attributes. */
    static EngineFactory load(ProfileSettings settings, Date now) throws RejectedException {
        KeyMaterial material = KeyMaterial.load(settings, now);
        return new EngineFactory(
                settings.name(),
                material,
                TlsVersions.parse(settings.get("protocols"), material.context()),
                CipherList.parse(settings.get("ciphers"), material.context()),
                UserIdFormat.of(settings));
    }

    SSLContext context() {
        return material.context();
    }

    /** Returns when the own certificate ends, null without one. */
    Date expires() {
        return material.expires();
    }

    SSLEngine server(boolean requireClientCertificate) {
        return server(requireClientCertificate, null);
    }

    SSLEngine server(boolean requireClientCertificate, String trustedCertsFile) {
        if (!material.hasKey()) {
            throw new IllegalStateException(
                    "Cannot set SSL credentials: sslProfile " + name + " has no certFile, so it can only dial");
        }
        if (requireClientCertificate && !material.hasTrust()) {
            throw new IllegalStateException("Cannot set trusted SSL CA: sslProfile " + name
                    + " has no caCertFile to verify client certificates with");
        }
        SSLContext context = requireClientCertificate && trustedCertsFile != null
                ? naming.computeIfAbsent(trustedCertsFile, this::naming) : material.context();
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine);
        parameters.setNeedClientAuth(requireClientCertificate);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLContext naming(String file) {
        try {
            return material.naming("trustedCertsFile", file);
        } catch (RejectedException e) {
            throw new IllegalStateException("Cannot set trusted SSL CA: " + e.getMessage(), e);
        }
    }

    SSLEngine client(String host, int port, boolean verifyHostname) {
        SSLEngine engine = material.context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine);
        if (!ADDRESS.matcher(host).matches()) {
            try {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            } catch (IllegalArgumentException e) {
                // Not a name that SNI can carry (an underscore, say): dial without, as with an address.
                parameters.setServerNames(List.of());
            }
        }
        if (verifyHostname) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setCipherSuites(ciphers);
        return parameters;
    }

    String userId(List<X509Certificate> chain) {
        return userIds.userId(chain.get(0));
    }
}
