// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.passwd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.security.api.ScramCredential;

class PasswdCommandTest {

    @TempDir
    private Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldAddVerifyChangeListAndRemove() throws Exception {
        assertEquals(0, run("old\n", "add", "bob"));
        assertEquals(0, run("old", "verify", "bob@sluice"));
        assertEquals(0, run("new\r\nignored\n", "add", "bob"));
        assertEquals(1, run("old\n", "verify", "bob"));
        assertEquals(0, run("new\n", "verify", "bob"));
        assertEquals(0, run("x\n", "add", "--realm", "net", "alice"));
        assertEquals(0, run("", "list"));
        assertEquals(0, run("", "remove", "bob"));
        assertEquals(1, run("", "remove", "bob"));
        assertEquals(1, run("x\n", "verify", "bob"));

        assertEquals(List.of("Added bob@sluice", "The password of bob@sluice is right",
                "Changed the password of bob@sluice", "The password of bob@sluice is right", "Added alice@net",
                "alice@net", "bob@sluice", "Removed bob@sluice"), text(out).lines().toList());
        Path file = home.resolve("etc/sluice.sasldb");
        assertEquals(List.of("sluice passwd: wrong password for bob@sluice",
                "sluice passwd: no user bob@sluice in " + file, "sluice passwd: no user bob@sluice in " + file),
                text(err).lines().toList());
    }

    @Test
    void shouldUseTheGivenFileAndIterations() throws Exception {
        Path file = home.resolve("deep/er/users");

        assertEquals(0, run("x\n", "add", "--iterations", "5000", "-f", file.toString(), "--", "-bob"));

        assertTrue(Files.readString(file).contains("\n-bob@sluice:SCRAM-SHA-256:5000:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "frobnicate", "add", "remove", "verify", "add bob secret", "list bob", "add --file", "add --secret x bob",
        "add @", "add --iterations 5 bob", "add --iterations x bob", "add --realm"})
    void shouldRefuseWrongArguments(String line) throws Exception {
        assertEquals(1, run("x\n", line.isEmpty() ? new String[0] : line.split(" ")));

        assertTrue(text(err).startsWith("sluice passwd: ") && text(err).lines().count() == 1, text(err));
        assertFalse(Files.exists(home.resolve("etc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\u0007\n"})
    void shouldRefuseImpossiblePasswords(String input) throws Exception {
        assertEquals(1, run(input, "add", "bob"));

        assertTrue(text(err).contains("password"), text(err));
        assertFalse(Files.exists(home.resolve("etc")));
    }

    @Test
    void shouldRefuseTooLongPasswordAndOneThatIsNotUtf8() {
        PasswordSource endless = PasswordSource.stream(new ByteArrayInputStream(new byte[5000]));
        PasswordSource latin1 = PasswordSource.stream(new ByteArrayInputStream(new byte[] {(byte) 0xe9, '\n'}));

        assertThrows(IOException.class, () -> endless.password("bob", true));
        assertThrows(IOException.class, () -> latin1.password("bob", true));
    }

    @Test
    void shouldHelp() throws Exception {
        assertEquals(0, run("", "--help"));
        assertEquals(0, run("", "help"));

        assertTrue(text(out).startsWith("Usage: sluice passwd"));
    }

    @Test
    void shouldSayWhyAFileCannotBeUsed() throws Exception {
        Path text = Files.writeString(home.resolve("text"), "hello");

        assertEquals(1, run("x\n", "add", "-f", text.toString(), "bob"));
        assertEquals(1, run("x\n", "add", "-f", text.resolve("below").toString(), "bob"));
        assertEquals(1, run("x\n", "list", "-f", home.toString()));

        assertEquals(3, text(err).lines().count(), text(err));
        assertTrue(text(err).lines().allMatch(line -> line.startsWith("sluice passwd: ")), text(err));
        assertEquals("hello", Files.readString(text));
    }

    @Test
    void shouldRunAsAProcessOnAPlainClassPath() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dsluice.home=" + home,
                "-cp", location(Main.class) + System.getProperty("path.separator") + location(ScramCredential.class),
                Main.class.getName()));

        assertEquals(0, process(command, "p\u00e4ss\n", "add", "bob"));
        assertEquals(0, process(command, "p\u00e4ss\n", "verify", "bob"));
        assertEquals(1, process(command, "pass\n", "verify", "bob"));
    }

    private static int process(List<String> command, String input, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private static String location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    private int run(String input, String... arguments) {
        PasswordSource passwords = PasswordSource.stream(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return new PasswdCommand(home.toString(), passwords, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)).run(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
