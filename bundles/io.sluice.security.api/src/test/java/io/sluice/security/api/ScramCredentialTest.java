// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramCredentialTest {

    /** The exchange of RFC 7677, section 3. */
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final String MESSAGE = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + NONCE + ",s=" + SALT
            + ",i=4096,c=biws,r=" + NONCE;
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_SIGNATURE = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void shouldServeTheExchangeOfRfc7677() throws Exception {
        ScramCredential credential =
                ScramCredential.derive("SHA-256", "pencil".toCharArray(), decode(SALT), 4096);

        assertEquals(SERVER_SIGNATURE, Base64.getEncoder().encodeToString(hmac(credential.serverKey())));
        byte[] clientKey = hmac(credential.storedKey());
        byte[] proof = decode(PROOF);
        for (int i = 0; i < proof.length; i++) {
            clientKey[i] ^= proof[i];
        }
        assertArrayEquals(credential.storedKey(), MessageDigest.getInstance("SHA-256").digest(clientKey));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-512"})
    void shouldVerifyTheRightPasswordOnly(String hash) throws Exception {
        ScramCredential credential = ScramCredential.derive(hash, "p\u00e4ss".toCharArray(), new byte[8], 4096);

        assertTrue(credential.verify("p\u00e4ss".toCharArray()));
        assertFalse(credential.verify("pass".toCharArray()));
        assertFalse(credential.verify("p\u00e4ss ".toCharArray()));
        assertEquals(hash.equals("SHA-256") ? 32 : 64, credential.storedKey().length);
    }

    @Test
    void shouldLeaveThePasswordUnchanged() throws Exception {
        char[] password = "secret".toCharArray();

        ScramCredential.derive("SHA-256", password, new byte[8], 4096).verify(password);

        assertArrayEquals("secret".toCharArray(), password);
    }

    @Test
    void shouldDependOnSaltAndIterations() throws Exception {
        byte[] other = new byte[8];
        other[0] = 1;
        byte[] key = ScramCredential.derive("SHA-256", new char[] {'x'}, new byte[8], 4096).storedKey();

        assertFalse(MessageDigest.isEqual(key,
                ScramCredential.derive("SHA-256", new char[] {'x'}, other, 4096).storedKey()));
        assertFalse(MessageDigest.isEqual(key,
                ScramCredential.derive("SHA-256", new char[] {'x'}, new byte[8], 4097).storedKey()));
    }

    @Test
    void shouldNotShareItsArrays() {
        byte[] salt = new byte[8];
        ScramCredential credential = new ScramCredential("SHA-256", salt, 4096, new byte[32], new byte[32]);
        salt[0] = 1;
        credential.salt()[0] = 2;
        credential.storedKey()[0] = 2;
        credential.serverKey()[0] = 2;

        assertEquals(0, credential.salt()[0] + credential.storedKey()[0] + credential.serverKey()[0]);
    }

    @Test
    void shouldRefuseWeakOrUnknownParameters() {
        assertThrows(IllegalArgumentException.class,
                () -> new ScramCredential("SHA-1", new byte[8], 4096, new byte[20], new byte[20]));
        assertThrows(IllegalArgumentException.class,
                () -> new ScramCredential("SHA-256", new byte[7], 4096, new byte[32], new byte[32]));
        assertThrows(IllegalArgumentException.class,
                () -> new ScramCredential("SHA-256", new byte[8], 4095, new byte[32], new byte[32]));
    }

    private static byte[] hmac(byte[] key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(MESSAGE.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
