// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code bin/sluice} of the unpacked distribution, with its temporary files in a folder of the test. */
final class Script {

    /** Home of the unpacked distribution. */
    static final Path HOME = Path.of(System.getProperty("sluice.dist"));

    /**
     * What came of a run.
     *
     * @param status exit status
     * @param out standard output
     * @param err standard error
     */
    record Result(int status, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path command = HOME.resolve("bin/sluice");

    Script(Path folder) throws IOException {
        this.folder = folder;
        Path temporary = Files.createDirectories(temporary());
        environment.put("TMPDIR", temporary.toString());
        environment.put("SLUICE_OPTS", "-Djava.io.tmpdir=" + temporary + " -Dsluice.drain.millis=1000");
    }

    Script command(Path newCommand) {
        command = newCommand;
        return this;
    }

    Script with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Returns the folder for temporary files. */
    Path temporary() {
        return folder.resolve("tmp");
    }

    /** Writes a configuration with one listener on a free port. */
    Path config() throws IOException {
        return Files.writeString(folder.resolve("router.conf"), """
                router {
                    id: ScriptTest
                }
                listener {
                    host: 127.0.0.1
                    port: 0
                }
                """);
    }

    Process start(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeAll(List.of("QDROUTERD_CONF", "SLUICE_OPTS"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    Result end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("does not end; its standard error: " + err());
        }
        return new Result(process.exitValue(), Files.readString(folder.resolve("out")), err());
    }
}
