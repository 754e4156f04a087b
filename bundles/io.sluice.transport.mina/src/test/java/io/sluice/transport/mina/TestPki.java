// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import io.sluice.security.api.TlsProfile;

/** A certificate authority for tests. */
final class TestPki {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyPair caKeys = keys();
    private final X509Certificate caCertificate;
    private long serial = 1;

    TestPki() throws Exception {
        caCertificate = certificate("CN=Test CA", caKeys, "CN=Test CA", caKeys.getPrivate(), 1, true);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509Certificate certificate(String subject, KeyPair keys, String issuer, PrivateKey signer, int days,
            boolean ca) throws Exception {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(issuer),
                BigInteger.valueOf(serial++), Date.from(now.minus(Duration.ofDays(10))),
                Date.from(now.plus(Duration.ofDays(days))), new X500Name(subject), keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")}));
        return new JcaX509CertificateConverter()
            .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    /** A context that trusts this CA and shows a certificate of it, valid for some days; none without a subject. */
    SSLContext context(String subject, int days) throws Exception {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, PASSWORD);
        if (subject != null) {
            KeyPair keys = keys();
            X509Certificate own = certificate(subject, keys, "CN=Test CA", caKeys.getPrivate(), days, false);
            keyStore.setKeyEntry("own", keys.getPrivate(), PASSWORD, new Certificate[] {own, caCertificate});
        }
        KeyStore trustStore = KeyStore.getInstance("PKCS12");
        trustStore.load(null, PASSWORD);
        trustStore.setCertificateEntry("ca", caCertificate);
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keyStore, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trustStore);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    static TlsProfile profile(String name, SSLContext context, String... protocols) {
        return new TlsProfile() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SSLContext context() {
                return context;
            }

            @Override
            public SSLEngine newServerEngine(boolean requireClientCertificate) {
                if (List.of(protocols).contains("bad")) {
                    throw new IllegalStateException("Cannot set protocols.");
                }
                SSLEngine engine = context.createSSLEngine();
                engine.setUseClientMode(false);
                engine.setNeedClientAuth(requireClientCertificate);
                if (protocols.length > 0) {
                    engine.setEnabledProtocols(protocols);
                }
                return engine;
            }

            @Override
            public SSLEngine newClientEngine(String host, int port, boolean verifyHostname) {
                SSLEngine engine = context.createSSLEngine(host, port);
                engine.setUseClientMode(true);
                if (verifyHostname) {
                    SSLParameters parameters = engine.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    engine.setSSLParameters(parameters);
                }
                return engine;
            }

            @Override
            public String userId(List<X509Certificate> chain) {
                return chain.get(0).getSubjectX500Principal().getName();
            }
        };
    }
}
