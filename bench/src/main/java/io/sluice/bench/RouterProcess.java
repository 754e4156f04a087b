// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A router started from a command line, with a configuration made for it, and what the kernel says of it. */
final class RouterProcess implements AutoCloseable {

    private static final int START_SECONDS = 30;
    private static final double TICKS_PER_SECOND = 100;

    private final int port;
    private final Process process;
    private double ticksWhenKilled;

    /**
     * Starts a router and waits until it listens.
     *
     * @param command words; {@code {config}} stands for the configuration file, and {@code -c FILE} is added where it
     *     does not occur
     */
    RouterProcess(String name, String command, Path folder, int port, String configuration)
            throws IOException, InterruptedException {
        this.port = port;
        Path config = Files.writeString(folder.resolve(name + ".conf"), configuration);
        Path log = folder.resolve(name + ".log");
        process = new ProcessBuilder(words(command, config.toString()))
            .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listening()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IOException(name + " did not start; its output: " + Files.readString(log));
            }
            Thread.sleep(20);
        }
    }

    private static List<String> words(String command, String config) {
        List<String> words = new ArrayList<>();
        boolean placed = false;
        for (String word : command.trim().split("\\s+")) {
            placed |= word.contains("{config}");
            words.add(word.replace("{config}", config));
        }
        if (!placed) {
            words.addAll(List.of("-c", config));
        }
        return words;
    }

    private boolean listening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns user and system CPU seconds of the process and its children so far. */
    double cpuSeconds() throws IOException {
        double ticks = ticksWhenKilled;
        for (long pid : pids()) {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field is the command in parentheses and may hold spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Returns resident kilobytes of the process and its children. */
    long residentKilobytes() throws IOException {
        long sum = 0;
        for (long pid : pids()) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    sum += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return sum;
    }

    private List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).filter(ProcessHandle::isAlive)
            .map(ProcessHandle::pid).toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroy);
    }

    /** Ends the router without giving it a chance to say so. */
    void kill() throws IOException {
        ticksWhenKilled = cpuSeconds() * TICKS_PER_SECOND;
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
