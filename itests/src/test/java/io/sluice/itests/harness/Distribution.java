// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The unpacked distribution, and the commands that end by themselves. */
public final class Distribution {

    private static final long LIMIT_SECONDS = 60;

    private Distribution() {
    }

    /**
     * What a command left behind.
     *
     * @param status its exit status
     * @param out standard output
     * @param err standard error
     */
    public record Result(int status, String out, String err) {
    }

    /** Returns the installation folder. */
    public static Path home() {
        String home = System.getProperty("sluice.dist", "../distribution/target/sluice");
        return Path.of(home).toAbsolutePath().normalize();
    }

    /** Returns the script that starts everything. */
    public static Path script() {
        Path script = home().resolve("bin/sluice");
        assertTrue(Files.isExecutable(script), "Build the distribution first: there is no " + script);
        return script;
    }

    /** Makes a new folder below the build folder; it stays, for a look after a failure. */
    public static Path workFolder(String name) throws IOException {
        Path base = Path.of(System.getProperty("sluice.itests.dir", "target")).toAbsolutePath().resolve("routers");
        Files.createDirectories(base);
        return Files.createTempDirectory(base, name + "-");
    }

    /** Runs {@code sluice ARGUMENTS} to its end. */
    public static Result run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), "", arguments);
    }

    /** Runs {@code sluice ARGUMENTS} to its end, with an environment and with something on standard input. */
    public static Result run(Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        Path folder = workFolder("command");
        Path in = Files.writeString(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
            .redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "still running: " + command);
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
