// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys of all the kinds that files hold. */
class PemFilesTest {

    /** Length of what stands before the key itself in PKCS#8 of a 2048 bit RSA key. */
    private static final int PKCS8_HEAD = 26;
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    private String write(String label, byte[] bytes) throws IOException {
        return Files.writeString(folder.resolve("key.pem"), "some text before\n-----BEGIN " + label + "-----\n"
            + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label + "-----\n").toString();
    }

    private static PrivateKey rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }

    @Test
    void shouldReadEllipticAndRsaKeysOfPkcs8() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
            String file = write("PRIVATE KEY", key.getEncoded());
            assertArrayEquals(key.getEncoded(), PemFiles.privateKey("--ssl-key", file, null).getEncoded());
        }
    }

    @Test
    void shouldReadTheOldFormOfRsaKeys() throws Exception {
        byte[] pkcs8 = rsa().getEncoded();
        String file = write("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length));
        assertArrayEquals(pkcs8, PemFiles.privateKey("--ssl-key", file, null).getEncoded());
    }

    @Test
    void shouldDecryptKeysWithThePassword() throws Exception {
        String file = Path.of(PemFilesTest.class.getResource("encrypted.pem").toURI()).toString();
        assertEquals("EC", PemFiles.privateKey("--ssl-key", file, PASSWORD).getAlgorithm());
        refused(file, null, "is encrypted; --ssl-password-file names a file with its password");
        refused(file, "wrong".toCharArray(), "wrong password for the private key");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        refused(folder.resolve("none").toString(), null, "--ssl-key: there is no file ");
        refused(write("CERTIFICATE", new byte[] {1}), null, "there is no private key in");
        refused(write("EC PRIVATE KEY", new byte[] {1}), null, "openssl pkcs8 -topk8");
        refused(write("PRIVATE KEY", new byte[] {1}), null, "cannot use the private key in");
        ClientException failure = assertThrows(ClientException.class,
            () -> PemFiles.certificates("--ssl-trustfile", write("PRIVATE KEY", new byte[] {1})));
        assertEquals("--ssl-trustfile: there is no certificate in " + folder.resolve("key.pem")
            + "; a PEM file with BEGIN CERTIFICATE is expected", failure.getMessage());
    }

    private static void refused(String file, char[] password, String text) {
        String message = assertThrows(ClientException.class,
            () -> PemFiles.privateKey("--ssl-key", file, password)).getMessage();
        assertTrue(message.contains(text), message);
    }
}
