// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.sluice.management.api.SchemaException;

class PasswordsTest {

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final Passwords passwords = new Passwords(new Environment(Map.of("PW", "secret")));

    @Test
    void shouldReadVariable() throws SchemaException {
        assertEquals("secret", passwords.resolve("env:  PW", true, warnings));
        assertEquals(List.of(), warnings);
        assertTrue(assertThrows(SchemaException.class, () -> passwords.resolve("env:NONE", true, warnings))
            .getMessage().startsWith("Failed to find a password in the environment variable"));
    }

    @Test
    void shouldReadFirstLineOfFileUpToLimit() throws Exception {
        Path file = folder.resolve("pw");
        Files.writeString(file, "first\nsecond");
        assertEquals("first", passwords.resolve("file:" + file, true, warnings));
        Files.writeString(file, "x".repeat(300));
        assertEquals(199, passwords.resolve("file:" + file, true, warnings).length());
        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldNameUnreadableFile() {
        Path file = folder.resolve("none");
        assertEquals("Unable to open password file " + file + ", error: no such file",
            assertThrows(SchemaException.class, () -> passwords.resolve("file:" + file, true, warnings)).getMessage());
    }

    @Test
    void shouldWarnOnceAboutPlainText() throws SchemaException {
        assertEquals("a", passwords.resolve("pass:a", true, warnings));
        assertEquals("b", passwords.resolve("literal:b", true, warnings));
        assertEquals("literal:b", passwords.resolve("literal:b", false, warnings));
        assertEquals("c", passwords.resolve("c", true, warnings));
        assertEquals(List.of("It is unsafe to provide plain text passwords in the config file"), warnings);
    }
}
