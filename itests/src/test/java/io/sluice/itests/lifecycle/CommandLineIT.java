// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.lifecycle;

import static io.sluice.itests.harness.Distribution.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.Distribution.Result;
import io.sluice.itests.harness.Peer;
import io.sluice.itests.harness.SluiceProcess;

/** The commands and options of {@code bin/sluice}. */
class CommandLineIT {

    private static final Map<String, String> SMALL = Map.of("SLUICE_OPTS", "-Xms16m -Xmx64m");

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void shouldHelp(String argument) throws Exception {
        Result result = run(argument);
        assertEquals(0, result.status());
        assertTrue(result.out().startsWith("Usage: "), result.out());
        assertEquals("", result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "version"})
    void shouldTellItsVersion(String argument) throws Exception {
        Result result = run(argument);
        assertEquals(0, result.status());
        assertEquals(System.getProperty("sluice.version", "1.0.0-SNAPSHOT"), result.out().strip());
        assertEquals("", result.err());
    }

    @Test
    void shouldRefuseUnknownOptions() throws Exception {
        Result result = run("run", "--colour");
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().contains("unrecognized option '--colour'"), result.err());
        assertTrue(result.err().contains("Usage: "), result.err());
    }

    @Test
    void shouldRefuseStrayArguments() throws Exception {
        Result result = run("run", "a", "b");
        assertEquals(1, result.status());
        assertTrue(result.err().startsWith("Unexpected arguments: a b\n\nUsage: "), result.err());
    }

    @Test
    void shouldAcceptTheOldOptionsOfAForegroundRun() throws Exception {
        try (SluiceProcess router = new SluiceProcess.Start(Conf.open("ITEST.OPTIONS"))
            .arguments("-I", "/nowhere", "-T").start()) {
            Peer.connect(router.port()).close();
        }
    }

    @Test
    void shouldGoToTheBackgroundWithDaemon() throws Exception {
        Path folder = Distribution.workFolder("daemon");
        Path log = folder.resolve("router.log");
        Path pidfile = folder.resolve("router.pid");
        Path conf = Files.writeString(folder.resolve("router.conf"), Conf.open("ITEST.DAEMON")
            .section("log", "module: DEFAULT", "enable: info+", "outputFile: " + log).toString());
        Result result = run(SMALL, "", "-c", conf.toString(), "-d", "-P", pidfile.toString());
        assertEquals(0, result.status(), result.err());
        String pid = Files.readString(pidfile);
        assertTrue(pid.matches("\\d+\n"), pid);
        ProcessHandle handle = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        try {
            assertTrue(Files.readString(log).contains("ready in"), "ready when the command returns");
        } finally {
            handle.destroy();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !handle.isAlive());
        }
    }

    @Test
    void shouldReportAFailedDaemonStart() throws Exception {
        Path folder = Distribution.workFolder("daemon");
        String wrong = Conf.router("X").section("listener", "prot: 1").toString();
        Path conf = Files.writeString(folder.resolve("bad.conf"), wrong);
        Result result = run(SMALL, "", "-c", conf.toString(), "-d", "-P", folder.resolve("pid").toString());
        assertEquals(1, result.status());
        assertTrue(result.err().contains("bad.conf"), result.err());
        assertTrue(result.err().contains("prot"), result.err());
    }

    @Test
    void shouldStartStopAndTellTheStatus() throws Exception {
        Path folder = Distribution.workFolder("service");
        Path conf = Files.writeString(folder.resolve("router.conf"), Conf.open("ITEST.SERVICE").toString());
        String data = "--data=" + folder.resolve("data");
        assertEquals(3, run("status", data).status());
        Result start = run(SMALL, "", "start", data, "-c", conf.toString());
        assertEquals(0, start.status(), start.err());
        assertTrue(start.out().contains("ITEST.SERVICE"), start.out());
        try {
            assertEquals(0, run("status", data).status());
            assertEquals(1, run(SMALL, "", "start", data, "-c", conf.toString()).status(), "it runs already");
        } finally {
            assertEquals(0, run("stop", data).status());
        }
        assertEquals(3, run("status", data).status());
        assertEquals(0, run("stop", data).status(), "nothing to stop");
    }

    @Test
    void shouldAskForANewerJava() throws Exception {
        Path home = Distribution.workFolder("old-java");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.24\"\n");
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.24\"' >&2\n");
        assertTrue(java.toFile().setExecutable(true));
        Result result = run(Map.of("JAVA_HOME", home.toString()), "", "run");
        assertEquals(1, result.status());
        assertTrue(result.err().contains("Java 17 or newer"), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }
}
