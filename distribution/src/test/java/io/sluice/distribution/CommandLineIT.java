// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script answers without starting a router. */
@DisabledOnOs(OS.WINDOWS)
class CommandLineIT {

    @TempDir
    Path folder;

    private Script script;

    @BeforeEach
    void makeScript() throws Exception {
        script = new Script(folder);
    }

    private Path java(String name, String release, String body) throws Exception {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        if (release != null) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + release + "\"\n");
        }
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "-v", "--version"})
    void shouldPrintTheVersion(String argument) throws Exception {
        assertEquals(new Script.Result(0, Files.readString(Script.HOME.resolve("lib/version.txt")), ""),
                script.run(argument));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "-h", "--help"})
    void shouldPrintTheUsage(String argument) throws Exception {
        Script.Result result = script.run(argument);
        assertEquals(0, result.status());
        assertTrue(result.out().startsWith("Usage: " + Script.HOME + "/bin/sluice [OPTIONS]\n"), result.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "run --bogus|unrecognized option '--bogus'",
        "-x|unrecognized option '-x'",
        "run -c|option requires an argument '-c'",
        "--daemon=x|option '--daemon' doesn't allow an argument",
        "run a b|Unexpected arguments: a b",
        "jump|Unexpected arguments: jump"})
    void shouldRefuseAWrongCommandLine(String line, String message) throws Exception {
        Script.Result result = script.run(line.split(" "));
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().lines().findFirst().orElse("").endsWith(message), result.err());
        assertTrue(result.err().contains("\n\nUsage: "), result.err());
    }

    @ParameterizedTest
    @CsvSource({"11.0.2, 11", "1.8.0_412, 8"})
    void shouldRefuseAnOldJavaInOneSentence(String version, int major) throws Exception {
        Path home = java("old", version, "exit 9");
        Script.Result result = script.with("JAVA_HOME", home.toString()).run("run");
        assertEquals(1, result.status());
        assertEquals(Script.HOME + "/bin/sluice: Sluice needs Java 17 or newer, and " + home + "/bin/java is Java "
                + major + "\n", result.err());
    }

    @Test
    void shouldAskAJavaWithoutReleaseFileForItsVersion() throws Exception {
        Path home = java("bare", null, "echo 'openjdk version \"1.8.0_1\" 2024' >&2");
        Script.Result result = script.with("JAVA_HOME", home.toString()).run("run");
        assertTrue(result.err().endsWith("is Java 8\n"), result.err());
    }

    @Test
    void shouldSayThatJavaHomeHasNoJava() throws Exception {
        Script.Result result = script.with("JAVA_HOME", folder.toString()).run("run");
        assertEquals(1, result.status());
        assertTrue(result.err().endsWith("but there is no bin/java in it\n"), result.err());
    }

    @Test
    void shouldPassFlagsByJavaVersionAndLetSluiceOptsWin() throws Exception {
        Path home = java("fake", "21.0.1", "for a in \"$@\"; do echo \"$a\"; done");
        Script.Result result = script.with("JAVA_HOME", home.toString()).with("SLUICE_OPTS", "-Xmx1g -Da=b")
                .run("-c", "a file", "-I", "x", "-T");
        assertEquals(0, result.status(), result.err());
        String flags = result.out();
        assertTrue(flags.indexOf("-Xmx256m\n") < flags.indexOf("-Xmx1g\n-Da=b\n-cp\n"), flags);
        assertTrue(flags.endsWith("io.sluice.launcher.Main\n--config\na file\n--test-hooks\n"), flags);
        assertEquals(-1, flags.indexOf("--sun-misc-unsafe"), flags);
    }

    @Test
    void shouldNotBeRunningWithoutAPidFile() throws Exception {
        assertEquals(3, script.run("status", "--data", "x").status());
        assertEquals(new Script.Result(0, "Sluice is not running\n", ""), script.run("stop", "--data", "x"));
    }

    @Test
    void shouldNotTakeSomebodyElsesProcessForARouter() throws Exception {
        Path pid = Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + "\n");
        assertEquals(1, script.run("status", "-P", pid.toString()).status());
        assertEquals("Sluice is not running\n", script.run("stop", "-P", pid.toString()).out());
    }
}
