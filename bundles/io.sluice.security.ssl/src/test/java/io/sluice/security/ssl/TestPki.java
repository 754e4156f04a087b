// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Makes keys, certificates and the PEM files of them. */
final class TestPki {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private TestPki() {}

    /** A certificate, its key and the authority's certificates up to, but without, the root. */
    record Identity(PrivateKey key, X509Certificate certificate, List<X509Certificate> above) {}

    static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    static KeyPair ec() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static Identity authority(String name) throws Exception {
        KeyPair pair = rsa();
        return new Identity(pair.getPrivate(), sign(name, pair, name, pair.getPrivate(), true, days(365)), List.of());
    }

    static Identity subAuthority(String name, Identity issuer) throws Exception {
        return issue(name, rsa(), issuer, true, days(365));
    }

    static Identity leaf(String name, KeyPair pair, Identity issuer, String... hosts) throws Exception {
        return issue(name, pair, issuer, false, days(100), hosts);
    }

    static Identity expired(String name, Identity issuer) throws Exception {
        return issue(name, rsa(), issuer, false, Instant.parse("2020-02-03T04:05:06Z"));
    }

    /** Makes what old openssl recipes make: version 1, no extensions. */
    static Identity version1(String name, Identity issuer) throws Exception {
        KeyPair pair = rsa();
        X509v1CertificateBuilder builder = new JcaX509v1CertificateBuilder(
                new X500Name(issuer.certificate().getSubjectX500Principal().getName()),
                BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(days(-1)), Date.from(days(100)),
                new X500Name(name), pair.getPublic());
        return new Identity(pair.getPrivate(), new JcaX509CertificateConverter()
                .getCertificate(builder.build(signer(issuer.key()))), List.of());
    }

    static Instant days(int number) {
        return Instant.now().plus(Duration.ofDays(number));
    }

    private static Identity issue(
            String name, KeyPair pair, Identity issuer, boolean authority, Instant end, String... hosts)
            throws Exception {
        X509Certificate certificate = sign(name, pair,
                issuer.certificate().getSubjectX500Principal().getName(), issuer.key(), authority, end, hosts);
        boolean root = issuer.certificate().getSubjectX500Principal()
                .equals(issuer.certificate().getIssuerX500Principal());
        return new Identity(pair.getPrivate(), certificate, root ? List.of() : List.of(issuer.certificate()));
    }

    private static X509Certificate sign(String name, KeyPair pair, String issuer, PrivateKey issuerKey,
            boolean authority, Instant end, String... hosts) throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(issuer),
                BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(end.minus(Duration.ofDays(1000))),
                Date.from(end), new X500Name(name), pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (hosts.length > 0) {
            GeneralName[] names = new GeneralName[hosts.length];
            for (int i = 0; i < hosts.length; i++) {
                names[i] = new GeneralName(GeneralName.dNSName, hosts[i]);
            }
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuerKey)));
    }

    private static ContentSigner signer(PrivateKey key) throws Exception {
        return new JcaContentSignerBuilder(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                .build(key);
    }

    /** Writes certificate and chain. */
    static Path certificate(Path file, Identity identity) throws IOException {
        StringBuilder text = new StringBuilder(pem(identity.certificate()));
        for (X509Certificate above : identity.above()) {
            text.append(pem(above));
        }
        return Files.writeString(file, text);
    }

    /** Writes in the traditional form, BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE KEY. */
    static Path traditional(Path file, PrivateKey key, String password) throws Exception {
        JcaMiscPEMGenerator generator = password == null ? new JcaMiscPEMGenerator(key)
                : new JcaMiscPEMGenerator(key, new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(new BouncyCastleProvider()).build(password.toCharArray()));
        // As openssl does: the curve stands before the key.
        String curve = key.getAlgorithm().equals("EC")
                ? write(new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded())) : "";
        return Files.writeString(file, curve + write(generator));
    }

    /** Writes as PKCS#8, BEGIN PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY. */
    static Path pkcs8(Path file, PrivateKey key, String password) throws Exception {
        return Files.writeString(file, write(new JcaPKCS8Generator(key, password == null ? null
                : new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                        .setProvider(new BouncyCastleProvider()).setPRF(PKCS8Generator.PRF_HMACSHA256)
                        .setPassword(password.toCharArray()).build())));
    }

    static String pem(Object object) throws IOException {
        return write(new JcaMiscPEMGenerator(object));
    }

    private static String write(PemObjectGenerator generator) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(generator);
        }
        return text.toString();
    }
}
