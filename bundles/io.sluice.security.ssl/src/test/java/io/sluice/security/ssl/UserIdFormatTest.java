// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdFormatTest {

    private static final String SUBJECT = "CN=client,OU=Unit,O=Org,L=City,ST=State,C=XX";
    private static X509Certificate certificate;
    private static X509Certificate bare;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestPki.Identity ca = TestPki.authority("CN=Root");
        certificate = TestPki.leaf("C=XX,ST=State,L=City,O=Org,OU=Unit,CN=client", TestPki.ec(), ca).certificate();
        bare = TestPki.leaf("CN=a\\,b+E=x@y", TestPki.ec(), ca).certificate();
    }

    @ParameterizedTest
    @CsvSource({
        "c, XX", "s, State", "l, City", "o, Org", "u, Unit", "n, client",
        "on, Org;client", "no, client;Org", "cslou, XX;State;City;Org;Unit",
        "cslounn, XX;State;City;Org;Unit;client;client"})
    void shouldTakeFieldsInOrder(String format, String user) throws Exception {
        assertEquals(user, format(format, null).userId(certificate));
    }

    @ParameterizedTest
    @CsvSource({"1, SHA-1", "2, SHA-256", "5, SHA-512"})
    void shouldTakeFingerprints(String format, String hash) throws Exception {
        String expected = HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));

        assertEquals(expected, format(format, null).userId(certificate));
        assertEquals("client;" + expected, format("n" + format, null).userId(certificate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz", "cslounnn", "on ", "N", "3"})
    void shouldUseSubjectForInvalidFormat(String format) throws Exception {
        assertEquals(SUBJECT, format(format, null).userId(certificate));
    }

    @Test
    void shouldUseSubjectWithoutFormat() throws Exception {
        assertEquals(SUBJECT, format(null, null).userId(certificate));
    }

    @Test
    void shouldSkipMissingFieldsAndNeverGiveAnEmptyUser() throws Exception {
        assertEquals("a,b", format("cno", null).userId(bare));
        assertTrue(format("co", null).userId(bare).contains("emailAddress=x@y"), format("co", null).userId(bare));
    }

    @Test
    void shouldMapNamesExactly() throws Exception {
        Path file = Files.writeString(folder.resolve("names.json"),
                "{ \"Org;client\": \"J\u00fcrgen\", \"" + SUBJECT + "\": \"subject\" }");

        assertEquals("J\u00fcrgen", format("on", file).userId(certificate));
        assertEquals("client", format("n", file).userId(certificate));
        assertEquals("subject", format(null, file).userId(certificate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\": 1}", "{\"a\"", "hello"})
    void shouldRefuseWhatIsNoMapping(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.json"), text);

        RejectedException e = assertThrows(RejectedException.class, () -> format("n", file));

        assertEquals("uidNameMappingFile", e.attribute());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }

    @Test
    void shouldRefuseMissingMapping() {
        assertEquals("no such file: " + folder.resolve("gone"),
                assertThrows(RejectedException.class, () -> format("n", folder.resolve("gone"))).getMessage());
    }

    private static UserIdFormat format(String letters, Path mapping) throws RejectedException {
        Map<String, String> values = new HashMap<>();
        if (letters != null) {
            values.put("uidFormat", letters);
        }
        if (mapping != null) {
            values.put("uidNameMappingFile", mapping.toString());
        }
        return UserIdFormat.of(new ProfileSettings("pid", values));
    }
}
