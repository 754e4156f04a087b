// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads PEM files with nothing but the JDK. */
final class PemFiles {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final String CONVERT = "; 'openssl pkcs8 -topk8 -in FILE -out NEWFILE' makes one that can be used";
    /** What stands before the key itself in PKCS#8: version 0, then the algorithm RSA without parameters. */
    private static final byte[] RSA = {2, 1, 0, 0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7,
        0x0d, 1, 1, 1, 5, 0};

    private PemFiles() {
    }

    private record Part(String label, String text) {

        byte[] bytes() {
            return Base64.getMimeDecoder().decode(text);
        }
    }

    /** Reads all certificates of a file; at least one. */
    static List<Certificate> certificates(String option, String file) throws ClientException {
        List<Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Part part : parts(option, file)) {
                if (part.label().equals("CERTIFICATE") || part.label().equals("X509 CERTIFICATE")) {
                    found.add(factory.generateCertificate(new ByteArrayInputStream(part.bytes())));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ClientException(option + ": damaged certificate in " + file + ": " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new ClientException(option + ": there is no certificate in " + file
                    + "; a PEM file with BEGIN CERTIFICATE is expected");
        }
        return found;
    }

    /** Reads the first private key of a file. */
    static PrivateKey privateKey(String option, String file, char[] password) throws ClientException {
        for (Part part : parts(option, file)) {
            try {
                switch (part.label()) {
                    case "PRIVATE KEY":
                        return key(part.bytes());
                    case "RSA PRIVATE KEY":
                        if (part.text().contains("ENCRYPTED")) {
                            throw new ClientException(option + ": the old form of encryption in " + file
                                    + " cannot be read" + CONVERT);
                        }
                        return key(wrapped(part.bytes()));
                    case "ENCRYPTED PRIVATE KEY":
                        return decrypted(option, file, part.bytes(), password);
                    case "EC PRIVATE KEY":
                        throw new ClientException(option + ": EC PRIVATE KEY in " + file + " cannot be read"
                                + CONVERT);
                    default:
                        break;
                }
            } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
                throw new ClientException(option + ": cannot use the private key in " + file + ": " + e.getMessage(),
                        e);
            }
        }
        throw new ClientException(option + ": there is no private key in " + file
                + "; a PEM file with BEGIN PRIVATE KEY is expected");
    }

    private static PrivateKey decrypted(String option, String file, byte[] bytes, char[] password)
            throws ClientException, IOException, GeneralSecurityException {
        if (password == null) {
            throw new ClientException(option + ": the private key in " + file
                    + " is encrypted; --ssl-password-file names a file with its password");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
        // For PBES2 the name of the algorithm is what its parameters call themselves.
        String algorithm = info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
                    info.getAlgParameters());
            return key(cipher.doFinal(info.getEncryptedData()));
        } catch (GeneralSecurityException e) {
            throw new ClientException(option + ": wrong password for the private key in " + file
                    + " (or its encryption is not known)", e);
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        GeneralSecurityException failure = null;
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA", "RSASSA-PSS"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** Makes PKCS#8 of PKCS#1. */
    private static byte[] wrapped(byte[] pkcs1) {
        return der(0x30, concat(RSA, der(4, pkcs1)));
    }

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] head = {(byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        if (length < 0x80) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else if (length < 0x10000) {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return concat(head, content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<Part> parts(String option, String file) throws ClientException {
        String text;
        try {
            text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new ClientException(option + ": there is no file " + file, e);
        } catch (IOException | InvalidPathException e) {
            throw new ClientException(option + ": cannot read " + file + ": " + e.getMessage(), e);
        }
        List<Part> parts = new ArrayList<>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd > 0) {
                String label = text.substring(at + BEGIN.length(), labelEnd);
                int end = text.indexOf("-----END " + label, labelEnd);
                if (end > 0) {
                    parts.add(new Part(label, text.substring(labelEnd + DASHES.length(), end)));
                }
            }
        }
        return parts;
    }
}
