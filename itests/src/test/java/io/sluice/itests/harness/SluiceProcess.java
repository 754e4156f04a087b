// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** A router that runs as a process of its own, started by {@code bin/sluice run}. */
public final class SluiceProcess implements AutoCloseable {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 60;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path folder;
    private final LogText log;

    private SluiceProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.log = new LogText(folder.resolve("err"));
    }

    /** Starts a router and waits until it routes. */
    public static SluiceProcess start(Conf config) throws IOException {
        return new Start(config).start();
    }

    /** How to start a router. */
    public static final class Start {

        private final Conf config;
        private final Map<String, String> environment = new TreeMap<>();
        private final List<String> arguments = new ArrayList<>();
        private String jvmOptions = "-Xmx96m";
        private Path folder;

        /** Starts with defaults. */
        public Start(Conf config) {
            this.config = config;
        }

        /** Adds options for the router's JVM; later ones win. */
        public Start jvm(String options) {
            jvmOptions += " " + options;
            return this;
        }

        /** Adds arguments to the command line. */
        public Start arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** Sets a variable of the environment. */
        public Start environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Uses a folder that was made before, for instance because the configuration names files in it. */
        public Start in(Path existing) {
            folder = existing;
            return this;
        }

        /** Starts the process and waits until it is ready. */
        public SluiceProcess start() throws IOException {
            SluiceProcess router = launch();
            try {
                router.awaitReady(config.toString().split("(?m)^listener \\{", -1).length - 1);
            } catch (RuntimeException | Error e) {
                router.kill();
                throw e;
            }
            return router;
        }

        /** Starts the process and returns at once. */
        public SluiceProcess launch() throws IOException {
            Path home = folder == null ? Distribution.workFolder("router") : folder;
            Path file = Files.writeString(home.resolve("router.conf"), config.toString());
            Path temporary = Files.createDirectories(home.resolve("tmp"));
            List<String> command = new ArrayList<>(List.of(
                Distribution.script().toString(), "run", "-c", file.toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile())
                .redirectOutput(home.resolve("out").toFile()).redirectError(home.resolve("err").toFile());
            builder.environment().put("SLUICE_OPTS", jvmOptions + " -Djava.io.tmpdir=" + temporary);
            builder.environment().putAll(environment);
            Process started = builder.start();
            RUNNING.add(started);
            return new SluiceProcess(started, home);
        }
    }

    private void awaitReady(int listeners) {
        Awaitility.await("router is ready").atMost(START_LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!process.isAlive()) {
                fail("The router ended with status " + process.exitValue() + ":\n" + log.text());
            }
            return !log.find("Operational, \\d+ Threads Running").isEmpty()
                && log.find("Listening on ").size() >= listeners;
        });
    }

    /** Returns the log, which is what was written to standard error. */
    public LogText log() {
        return log;
    }

    /** Returns what was written to standard output. */
    public String output() {
        return new LogText(folder.resolve("out")).text();
    }

    /** Returns the folder with the configuration, the log and the temporary files of the process. */
    public Path folder() {
        return folder;
    }

    /** Returns the process id of what was started. */
    public long pid() {
        return process.pid();
    }

    /** Returns true while the process runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Returns the port of the listener {@code amqp}. */
    public int port() {
        return port("amqp");
    }

    /** Returns the port that the system gave a listener. */
    public int port(String listener) {
        return Integer.parseInt(log.await("Listening on \\S*:(\\d+) \\(" + listener + "\\)").group(1));
    }

    /** Sends a signal by its name, for instance INT. */
    public void signal(String name) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor());
    }

    /** Waits for the end; returns the exit status. */
    public int awaitExit() {
        try {
            assertTrue(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS),
                () -> "The router does not end:\n" + log.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            kill();
        }
        return process.exitValue();
    }

    /** Stops the router in order (SIGTERM). */
    public void stop() {
        assertTrue(alive(), () -> "The router has ended by itself:\n" + log.text());
        process.destroy();
        assertEquals(0, awaitExit(), () -> "exit status of an orderly stop:\n" + log.text());
    }

    /** Ends the process at once (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        RUNNING.remove(process);
    }

    /** Stops the router unless that has happened. */
    @Override
    public void close() {
        if (RUNNING.contains(process)) {
            try {
                stop();
            } finally {
                kill();
            }
        }
    }
}
