// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The bench's end of a {@link LoadProcess}. */
final class LoadGenerator implements AutoCloseable {

    private final String side;
    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;

    LoadGenerator(String side) throws IOException {
        this.side = side;
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            LoadProcess.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(String line) {
        to.println(line);
    }

    /** Waits for a line that begins with a word and returns its fields. */
    Fields await(String word) throws IOException {
        String line = from.readLine();
        if (line == null || !line.startsWith(word)) {
            throw new IOException("the " + side + " process said: " + line);
        }
        return Fields.parse(line);
    }

    @Override
    public void close() {
        to.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
