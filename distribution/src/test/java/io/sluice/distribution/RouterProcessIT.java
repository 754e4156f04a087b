// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The life of a router process, as the script starts and stops it. */
@DisabledOnOs(OS.WINDOWS)
class RouterProcessIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Script script;

    @BeforeEach
    void makeScript() throws IOException {
        script = new Script(folder);
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(script.temporary())) {
            return files.filter(file -> file.getFileName().toString().startsWith("sluice-")).toList();
        }
    }

    @Test
    void shouldRunInTheProcessThatWasStartedAndEndWithStatusZero() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), Script.HOME.resolve("bin/sluice"));
        Process process = script.command(link).start("-c", script.config().getFileName().toString());
        try {
            await().atMost(TIMEOUT).until(() -> script.err().contains("jconsole " + process.pid()));
            assertEquals(1, temporaryFiles().size());
        } finally {
            process.destroy();
        }
        assertEquals(new Script.Result(0, "", script.err()), script.end(process));
        assertEquals(List.of(), temporaryFiles());
        for (String line : script.err().lines().toList()) {
            assertTrue(line.matches("[-0-9]{10} [:0-9]{8}\\.\\d{6} [-+]\\d{4} [A-Z_]+ \\((info|notice)\\) .*"), line);
        }
    }

    @Test
    void shouldWriteNothingButToTheLogFile() throws Exception {
        Path config = script.config();
        Path log = folder.resolve("router.log");
        Files.writeString(config, Files.readString(config)
                + "log {\n module: DEFAULT\n enable: notice+\n outputFile: " + log + "\n}\n");
        Process process = script.start("run", "-c", config.toString());
        try {
            await().atMost(TIMEOUT).until(() -> Files.exists(log) && Files.readString(log).contains("Operational"));
        } finally {
            process.destroy();
        }
        assertEquals(new Script.Result(0, "", ""), script.end(process));
        assertFalse(Files.readString(log).contains("(info)"));
    }

    @Test
    void shouldStartReportAndStopInTheBackground() throws Exception {
        String data = "--data=" + folder.resolve("data");
        try {
            Script.Result started = script.run("start", data, "-c", script.config().toString());
            assertEquals(0, started.status(), started.err());
            assertTrue(started.out().contains("Sluice is running, process "), started.out());
            assertEquals(0, script.run("status", data).status());
            Script.Result again = script.run("start", data);
            assertEquals(1, again.status());
            assertTrue(again.err().contains("already running"), again.err());
        } finally {
            assertEquals("Sluice has stopped\n", script.run("stop", data).out());
        }
        assertEquals(3, script.run("status", data).status());
        assertFalse(Files.exists(folder.resolve("data/sluice.pid")));
    }

    @Test
    void shouldRunAsADaemonUntilKilled() throws Exception {
        Path pid = folder.resolve("daemon.pid");
        Script.Result result = script.run("-d", "-P", pid.toString(), "-c", script.config().toString());
        assertEquals(new Script.Result(0, "", ""), result);
        ProcessHandle daemon = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        daemon.destroy();
        await().atMost(TIMEOUT).until(() -> !daemon.isAlive());
        assertEquals(List.of(), temporaryFiles());
    }

    @Test
    void shouldReportAFailedStartOnStandardErrorWithStatusOne() throws Exception {
        Path config = Files.writeString(folder.resolve("bad.conf"), "listener {\n    hots: 127.0.0.1\n}\n");
        Script.Result foreground = script.run("run", "-c", config.toString());
        assertEquals(1, foreground.status());
        String last = foreground.err().lines().reduce((first, second) -> second).orElse("");
        assertTrue(last.startsWith(Script.HOME + "/bin/sluice: ") && last.contains("bad.conf:2"), foreground.err());
        Script.Result daemon = script.run("-d", "-c", config.toString());
        assertEquals(1, daemon.status());
        assertEquals(last, daemon.err().strip());
        assertEquals(List.of(), temporaryFiles());
    }

    @Test
    void shouldReportABundleThatCannotBeResolvedInOneLine() throws Exception {
        Path home = folder.resolve("slim");
        for (String part : List.of("bin", "lib", "etc")) {
            Files.createDirectories(home.resolve(part));
            try (Stream<Path> files = Files.list(Script.HOME.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, home.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        Files.createDirectories(home.resolve("system"));
        Path system = Script.HOME.resolve("system");
        String shell = Files.readAllLines(system.resolve("start.list")).stream()
                .filter(line -> line.contains("io.sluice.shell-")).findFirst().orElseThrow().split(" ")[1];
        Files.writeString(home.resolve("system/start.list"), "20 " + system.resolve(shell) + "\n");
        Script.Result result = script.command(home.resolve("bin/sluice")).run("-c", script.config().toString());
        assertEquals(1, result.status());
        List<String> lines = result.err().lines().filter(line -> !line.contains("MAIN (critical)")).toList();
        assertEquals(1, lines.size(), result.err());
        assertTrue(lines.get(0).contains("bundle io.sluice.shell does not start: Unable to resolve"), lines.get(0));
    }

    @Test
    void shouldRefuseADataFolderThatIsInUse() throws Exception {
        String[] arguments = {"-c", script.config().toString(), "--data", folder.resolve("data").toString()};
        Process first = script.start(arguments);
        try {
            await().atMost(TIMEOUT).until(() -> script.err().contains(" ready in "));
            Script.Result second = new Script(Files.createDirectories(folder.resolve("second"))).run(arguments);
            assertEquals(1, second.status());
            assertTrue(second.err().contains("is used by another router"), second.err());
        } finally {
            first.destroy();
        }
        assertEquals(0, script.end(first).status());
    }
}
