// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Security;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    private static TestPki.Identity ca;
    private static KeyPair rsa;
    private static KeyPair ec;
    private static TestPki.Identity rsaLeaf;
    private static TestPki.Identity ecLeaf;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        ca = TestPki.authority("CN=Root");
        rsa = TestPki.rsa();
        ec = TestPki.ec();
        rsaLeaf = TestPki.leaf("CN=rsa", rsa, ca);
        ecLeaf = TestPki.leaf("CN=ec", ec, ca);
    }

    @Test
    void shouldReadEveryFormOfKey() throws Exception {
        Path rsaCert = TestPki.certificate(folder.resolve("rsa.crt"), rsaLeaf);
        Path ecCert = TestPki.certificate(folder.resolve("ec.crt"), ecLeaf);
        for (String password : new String[] {null, "top secret"}) {
            assertLoads(rsaCert, TestPki.traditional(folder.resolve("1"), rsa.getPrivate(), password), password);
            assertLoads(rsaCert, TestPki.pkcs8(folder.resolve("2"), rsa.getPrivate(), password), password);
            assertLoads(ecCert, TestPki.traditional(folder.resolve("3"), ec.getPrivate(), password), password);
            assertLoads(ecCert, TestPki.pkcs8(folder.resolve("4"), ec.getPrivate(), password), password);
        }
        assertTrue(Security.getProvider("BC") == null, "Bouncy Castle must not be registered");
    }

    @Test
    void shouldTakeAnUnneededPasswordAndKeyBesideCertificate() throws Exception {
        Path both = TestPki.certificate(folder.resolve("both.pem"), rsaLeaf);
        Files.writeString(both, Files.readString(both) + TestPki.pem(rsa.getPrivate()));

        assertTrue(load(Map.of("certFile", both.toString(), "password", "unneeded")).hasKey());
    }

    @Test
    void shouldReadChainAndSkipOtherText() throws Exception {
        TestPki.Identity middle = TestPki.subAuthority("CN=Middle", ca);
        Path file = TestPki.certificate(folder.resolve("chain.crt"), TestPki.leaf("CN=x", rsa, middle));
        Files.writeString(file, "Certificate:\n    Data: as openssl x509 -text prints it\n" + Files.readString(file));

        assertEquals(2, PemReader.certificates("certFile", file.toString()).size());
    }

    @Test
    void shouldRefuseWrongAndMissingPassword() throws Exception {
        Path cert = TestPki.certificate(folder.resolve("c"), rsaLeaf);
        for (Path key : new Path[] {
            TestPki.traditional(folder.resolve("k1"), rsa.getPrivate(), "right"),
            TestPki.pkcs8(folder.resolve("k2"), rsa.getPrivate(), "right")}) {
            RejectedException wrong = rejected(
                    Map.of("certFile", cert.toString(), "privateKeyFile", key.toString(), "password", "wrong"));
            assertEquals("password", wrong.attribute());
            assertTrue(wrong.getMessage().startsWith("wrong password for the private key in " + key),
                    wrong.getMessage());

            RejectedException missing =
                    rejected(Map.of("certFile", cert.toString(), "privateKeyFile", key.toString()));
            assertEquals("password", missing.attribute());
            assertEquals("the private key in " + key + " is encrypted: a password is needed", missing.getMessage());
        }
    }

    @Test
    void shouldRefuseKeyOfAnotherCertificate() throws Exception {
        Path cert = TestPki.certificate(folder.resolve("c"), rsaLeaf);
        Path other = TestPki.pkcs8(folder.resolve("k"), TestPki.rsa().getPrivate(), null);
        Path otherKind = TestPki.pkcs8(folder.resolve("k2"), ec.getPrivate(), null);
        Path otherEc = TestPki.pkcs8(folder.resolve("k3"), TestPki.ec().getPrivate(), null);
        Path ecCert = TestPki.certificate(folder.resolve("c2"), ecLeaf);

        for (Path[] pair : new Path[][] {{cert, other}, {cert, otherKind}, {ecCert, otherEc}}) {
            RejectedException e =
                    rejected(Map.of("certFile", pair[0].toString(), "privateKeyFile", pair[1].toString()));
            assertEquals("privateKeyFile", e.attribute());
            assertTrue(e.getMessage().contains("does not belong to the first certificate in " + pair[0]),
                    e.getMessage());
        }
    }

    @Test
    void shouldRefuseExpiredCertificateWithItsDate() throws Exception {
        TestPki.Identity old = TestPki.expired("CN=old", ca);
        Path cert = TestPki.certificate(folder.resolve("old.crt"), old);
        Path key = TestPki.pkcs8(folder.resolve("old.key"), old.key(), null);

        RejectedException e = rejected(Map.of("certFile", cert.toString(), "privateKeyFile", key.toString()));

        assertEquals("certFile", e.attribute());
        assertTrue(e.getMessage().contains(cert + " expired at 2020-02-03T04:05:06Z"), e.getMessage());
    }

    @Test
    void shouldRefuseCertificateThatIsNotValidYet() throws Exception {
        Path cert = TestPki.certificate(folder.resolve("c"), rsaLeaf);
        Path key = TestPki.pkcs8(folder.resolve("k"), rsa.getPrivate(), null);
        ProfileSettings settings = settings(Map.of("certFile", cert.toString(), "privateKeyFile", key.toString()));

        RejectedException e =
                assertThrows(RejectedException.class, () -> KeyMaterial.load(settings, new Date(0)));

        assertTrue(e.getMessage().contains("is not valid before"), e.getMessage());
    }

    @Test
    void shouldNameTheFileThatIsMissingOrNoPem() throws Exception {
        Path cert = TestPki.certificate(folder.resolve("c"), rsaLeaf);
        Path text = Files.writeString(folder.resolve("text"), "hello\n");
        Path damaged = Files.writeString(folder.resolve("damaged"),
                "-----BEGIN CERTIFICATE-----\nMIIB!!!\n-----END CERTIFICATE-----\n");
        String gone = folder.resolve("gone").toString();

        assertEquals("no such file: " + gone, rejected(Map.of("certFile", gone)).getMessage());
        RejectedException noCa = rejected(Map.of("caCertFile", gone));
        assertEquals("caCertFile", noCa.attribute());
        assertTrue(rejected(Map.of("certFile", text.toString())).getMessage().startsWith("no certificate in " + text));
        RejectedException noKey = rejected(Map.of("certFile", cert.toString(), "privateKeyFile", text.toString()));
        assertEquals("privateKeyFile", noKey.attribute());
        assertTrue(noKey.getMessage().startsWith("no private key in " + text), noKey.getMessage());
        assertTrue(rejected(Map.of("certFile", damaged.toString())).getMessage().contains(damaged.toString()));
        assertEquals(folder + " is a directory", rejected(Map.of("certFile", folder.toString())).getMessage());
        assertEquals("privateKeyFile", rejected(Map.of("privateKeyFile", text.toString())).attribute());
    }

    @Test
    void shouldAllowProfileWithoutCertificate() throws Exception {
        KeyMaterial material = load(Map.of());

        assertFalse(material.hasKey());
        assertFalse(material.hasTrust());
    }

    private void assertLoads(Path certificate, Path key, String password) throws Exception {
        Map<String, String> values = new HashMap<>(
                Map.of("certFile", certificate.toString(), "privateKeyFile", key.toString()));
        if (password != null) {
            values.put("password", password);
        }
        assertTrue(load(values).hasKey());
    }

    private static RejectedException rejected(Map<String, String> values) {
        return assertThrows(RejectedException.class, () -> load(values));
    }

    private static KeyMaterial load(Map<String, String> values) throws RejectedException {
        return KeyMaterial.load(settings(values), new Date());
    }

    private static ProfileSettings settings(Map<String, String> values) {
        return new ProfileSettings("pid", values);
    }
}
