// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives for one test, and what it signs. */
public final class Certificates {

    /** The password of every encrypted key and key store. */
    public static final String PASSWORD = "s3cret";

    private static final Duration DAY = Duration.ofDays(1);

    private final Path folder;
    private final KeyPair authorityKeys;
    private final X509Certificate authority;
    private int serial = 1;

    /**
     * A key with its certificate, in files.
     *
     * @param certificate PEM file of the certificate
     * @param key PEM file of the key
     * @param encryptedKey PEM file of the same key under {@link #PASSWORD}
     * @param keyStore PKCS#12 file of both under {@link #PASSWORD}
     */
    public record Identity(Path certificate, Path key, Path encryptedKey, Path keyStore) {
    }

    /** Makes an authority whose files go to a folder. */
    public Certificates(Path folder) throws Exception {
        this.folder = folder;
        authorityKeys = keys();
        authority = sign("O=Sluice,CN=Test Authority", authorityKeys, Instant.now().plus(DAY), true);
        write("ca.pem", authority);
    }

    /** Returns the PEM file of the authority's certificate. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** Returns a key store with nothing but the authority's certificate. */
    public Path trustStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", authority);
        return store("trust.p12", store);
    }

    /** Returns a certificate for this machine's loopback address. */
    public Identity server() throws Exception {
        return identity("server", "O=Sluice,CN=localhost", Instant.now().plus(DAY));
    }

    /** Returns a certificate for a client. */
    public Identity client(String commonName) throws Exception {
        return identity(commonName, "O=Sluice,CN=" + commonName, Instant.now().plus(DAY));
    }

    /** Returns a certificate for a client that was valid until yesterday. */
    public Identity expiredClient(String commonName) throws Exception {
        return identity(commonName, "O=Sluice,CN=" + commonName, Instant.now().minus(DAY));
    }

    private Identity identity(String name, String subject, Instant end) throws Exception {
        KeyPair keys = keys();
        X509Certificate certificate = sign(subject, keys, end, false);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(name, keys.getPrivate(), PASSWORD.toCharArray(),
            new X509Certificate[] {certificate, authority});
        Object encrypted = new JcaPKCS8Generator(keys.getPrivate(),
            new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider()).setPassword(PASSWORD.toCharArray()).build());
        return new Identity(write(name + ".crt", certificate),
            write(name + ".key", new JcaPKCS8Generator(keys.getPrivate(), null)),
            write(name + ".enc", encrypted), store(name + ".p12", store));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        return generator.generateKeyPair();
    }

    private X509Certificate sign(String subject, KeyPair keys, Instant end, boolean root)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name name = new X500Name(subject);
        Date from = Date.from(end.minus(DAY.multipliedBy(9)));
        BigInteger number = BigInteger.valueOf(serial++);
        X509v3CertificateBuilder builder = root
            ? new JcaX509v3CertificateBuilder(name, number, from, Date.from(end), name, keys.getPublic())
            : new JcaX509v3CertificateBuilder(authority, number, from, Date.from(end), name, keys.getPublic());
        if (root) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else {
            GeneralName[] names = {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")};
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter().getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
    }

    private Path write(String name, Object object) throws IOException {
        Path file = folder.resolve(name);
        try (Writer out = Files.newBufferedWriter(file); JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(object);
        }
        return file;
    }

    private Path store(String name, KeyStore store) throws GeneralSecurityException, IOException {
        Path file = folder.resolve(name);
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
