// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import io.sluice.security.api.SaslPrep;
import io.sluice.security.api.ScramCredential;

/** Makes credentials from passwords. */
public final class Passwords {

    /** What new credentials get: some 10 ms of hashing per login, paid by a router with many reconnecting clients. */
    public static final int DEFAULT_ITERATIONS = ScramCredential.DEFAULT_ITERATIONS;

    private static final int SALT_BYTES = 16;

    private Passwords() {}

    /**
     * Makes a credential with a fresh salt.
     *
     * @param password left unchanged; the caller clears it
     * @throws IllegalArgumentException if no such password is possible
     */
    public static ScramCredential credential(char[] password, int iterations) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        char[] prepared = SaslPrep.prepare(password);
        try {
            return ScramCredential.derive("SHA-256", prepared, salt, iterations);
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }

    /** Tells whether the password is right; false for one that is not possible at all. */
    public static boolean verify(ScramCredential credential, char[] password) throws GeneralSecurityException {
        char[] prepared;
        try {
            prepared = SaslPrep.prepare(password);
        } catch (IllegalArgumentException e) {
            return false;
        }
        try {
            return credential.verify(prepared);
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }
}
