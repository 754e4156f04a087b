// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import io.sluice.security.api.ScramCredential;
import io.sluice.security.sasl.store.Passwords;

/**
 * What a password of an unknown user is verified against, so that the answer takes as long as for a known one. It
 * copies hash and iterations of the last real credential: the store may hold other numbers than our default.
 */
final class DummyCredential {

    private record Cost(String hash, int iterations) {}

    private final byte[] salt = new byte[16];
    private volatile Cost cost = new Cost("SHA-256", Passwords.DEFAULT_ITERATIONS);

    DummyCredential() {
        new SecureRandom().nextBytes(salt);
    }

    /** Notes how costly a real credential is. */
    void like(ScramCredential real) {
        cost = new Cost(real.hash(), real.iterations());
    }

    /** Hashes a password for nothing. */
    void spend(char[] password) throws GeneralSecurityException {
        Cost now = cost;
        ScramCredential.derive(now.hash(), password, salt, now.iterations());
    }
}
