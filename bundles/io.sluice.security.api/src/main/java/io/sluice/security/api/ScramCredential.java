// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server side of a SCRAM password (RFC 5802): salt, iteration count, stored key and server key. The password cannot
 * be derived from it. Immutable; any thread.
 */
public final class ScramCredential {

    /** How often a new password is hashed unless its owner wants otherwise. */
    public static final int DEFAULT_ITERATIONS = 20_000;

    private final String hash;
    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /**
     * Makes a credential from its parts.
     *
     * @param hash {@code SHA-256} or {@code SHA-512}
     * @param salt at least 8 random bytes
     * @param iterations at least 4096
     * @param storedKey H(ClientKey)
     * @param serverKey HMAC(SaltedPassword, "Server Key")
     */
    public ScramCredential(String hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        this.hash = Objects.requireNonNull(hash);
        if (!hash.equals("SHA-256") && !hash.equals("SHA-512")) {
            throw new IllegalArgumentException("hash " + hash + ", expected SHA-256 or SHA-512");
        }
        if (iterations < 4096 || salt.length < 8) {
            throw new IllegalArgumentException("iterations below 4096 or salt shorter than 8 bytes");
        }
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /**
     * Derives a credential from a password. Takes some milliseconds: never on a connection loop.
     *
     * @param password left unchanged; the caller clears it
     */
    public static ScramCredential derive(String hash, char[] password, byte[] salt, int iterations)
            throws GeneralSecurityException {
        byte[] salted = salted(hash, password, salt, iterations);
        try {
            byte[] stored = MessageDigest.getInstance(hash).digest(hmac(hash, salted, "Client Key"));
            return new ScramCredential(hash, salt, iterations, stored, hmac(hash, salted, "Server Key"));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    /**
     * Tells whether a password is the one this credential was derived from, in time independent of where it differs.
     * Takes some milliseconds: never on a connection loop.
     */
    public boolean verify(char[] password) throws GeneralSecurityException {
        ScramCredential other = derive(hash, password, salt, iterations);
        return MessageDigest.isEqual(storedKey, other.storedKey);
    }

    private static byte[] salted(String hash, char[] password, byte[] salt, int iterations)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, hash.equals("SHA-256") ? 256 : 512);
        try {
            String algorithm = "PBKDF2WithHmac" + hash.replace("-", "");
            return SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(String hash, byte[] key, String text) throws GeneralSecurityException {
        String algorithm = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Returns the hash's name. */
    public String hash() {
        return hash;
    }

    /** Returns a copy of the salt. */
    public byte[] salt() {
        return salt.clone();
    }

    /** Returns the iteration count. */
    public int iterations() {
        return iterations;
    }

    /** Returns a copy of the stored key. */
    public byte[] storedKey() {
        return storedKey.clone();
    }

    /** Returns a copy of the server key. */
    public byte[] serverKey() {
        return serverKey.clone();
    }
}
