// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Reads certificates and private keys from PEM files. Bouncy Castle parses and decrypts, the keys and certificates that
 * come out are the JDK's own, so that JSSE signs with its own providers.
 */
final class PemReader {

    /** No PEM file of keys or CAs is larger; a wrong path such as a device must not fill the heap. */
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private PemReader() {}

    /** Reads all certificates of a file, in its order; at least one. */
    static List<X509Certificate> certificates(String attribute, String file) throws RejectedException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object part : parse(attribute, file)) {
                X509CertificateHolder holder = part instanceof X509CertificateHolder plain ? plain
                        : part instanceof X509TrustedCertificateBlock block ? block.getCertificateHolder() : null;
                if (holder != null) {
                    found.add((X509Certificate) factory.generateCertificate(
                            new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new RejectedException(attribute, "damaged certificate in " + file + ": " + text(e), e);
        }
        if (found.isEmpty()) {
            throw new RejectedException(attribute,
                    "no certificate in " + file + "; expected a PEM file with BEGIN CERTIFICATE");
        }
        return found;
    }

    /** Reads the first private key of a file. */
    static PrivateKey privateKey(String attribute, String file, String password) throws RejectedException {
        ASN1ObjectIdentifier curve = null;
        for (Object part : parse(attribute, file)) {
            PrivateKeyInfo info;
            if (part instanceof ASN1ObjectIdentifier parameters) {
                curve = parameters;
                continue;
            } else if (part instanceof PEMKeyPair pair) {
                info = pair.getPrivateKeyInfo();
            } else if (part instanceof PrivateKeyInfo plain) {
                info = plain;
            } else if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
                info = decrypt(part, file, password);
            } else {
                continue;
            }
            return convert(withCurve(info, curve), attribute, file);
        }
        throw new RejectedException(attribute,
                "no private key in " + file + "; expected a PEM file with BEGIN PRIVATE KEY (or RSA, EC, ENCRYPTED)");
    }

    private static PrivateKeyInfo decrypt(Object part, String file, String password) throws RejectedException {
        if (password == null) {
            throw new RejectedException("password",
                    "the private key in " + file + " is encrypted: a password is needed");
        }
        // An object of ours, never registered with java.security.Security: other code must not find it.
        BouncyCastleProvider library = new BouncyCastleProvider();
        try {
            if (part instanceof PEMEncryptedKeyPair pair) {
                return pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                        .setProvider(library).build(password.toCharArray())).getPrivateKeyInfo();
            }
            return ((PKCS8EncryptedPrivateKeyInfo) part).decryptPrivateKeyInfo(
                    new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(library).build(password.toCharArray()));
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            throw new RejectedException("password",
                    "wrong password for the private key in " + file + " (or the key is damaged)", e);
        }
    }

    /** BEGIN EC PRIVATE KEY may leave its curve to the BEGIN EC PARAMETERS before it. */
    private static PrivateKeyInfo withCurve(PrivateKeyInfo info, ASN1ObjectIdentifier curve) throws RejectedException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (curve == null || info.getPrivateKeyAlgorithm().getParameters() != null
                || !algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return info;
        }
        try {
            return new PrivateKeyInfo(new AlgorithmIdentifier(algorithm, curve), info.parsePrivateKey());
        } catch (IOException e) {
            throw new RejectedException("privateKeyFile", "damaged EC private key: " + text(e), e);
        }
    }

    private static PrivateKey convert(PrivateKeyInfo info, String attribute, String file) throws RejectedException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        try {
            return KeyFactory.getInstance(name(algorithm)).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new RejectedException(attribute, "cannot use the private key in " + file + ": " + text(e), e);
        }
    }

    private static String name(ASN1ObjectIdentifier algorithm) {
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        } else if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        } else if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return "RSASSA-PSS";
        } else if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)
                || algorithm.equals(EdECObjectIdentifiers.id_Ed448)) {
            return "EdDSA";
        }
        return algorithm.getId();
    }

    private static List<Object> parse(String attribute, String file) throws RejectedException {
        List<Object> parts = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(read(attribute, file)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(part);
            }
        } catch (IOException | RuntimeException e) {
            throw new RejectedException(attribute, "damaged PEM in " + file + ": " + text(e), e);
        }
        return parts;
    }

    /** Reads a whole file, or says in one line why not. */
    static String read(String attribute, String file) throws RejectedException {
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new RejectedException(attribute, file + " is a directory");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new RejectedException(attribute, file + " is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new RejectedException(attribute, "no such file: " + file, e);
        } catch (AccessDeniedException e) {
            throw new RejectedException(attribute, "no permission to read " + file, e);
        } catch (IOException | InvalidPathException e) {
            throw new RejectedException(attribute, "cannot read " + file + ": " + text(e), e);
        }
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse(message);
    }
}
