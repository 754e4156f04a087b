// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {

    private static Result run(double rate, double lost) {
        return new Result(rate, 10 / rate, 1, 2, 5, 3, 4, lost, 0);
    }

    @Test
    void shouldTakeTheMedianOfFiguresAndTheMostOfLosses() {
        Result median = Result.median(List.of(run(30, 0), run(10, 5), run(20, 1)));
        assertEquals(20, median.messagesPerSecond());
        assertEquals(0.5, median.cpuMicros());
        assertEquals(5, median.lost());
        assertEquals(15, Result.median(List.of(run(10, 0), run(20, 0))).messagesPerSecond());
    }

    @Test
    void shouldPrintRatiosAndWriteJson(@TempDir Path dir) throws Exception {
        Report report = new Report();
        BenchCase load = new BenchCase("rate-5000", Layout.pairs(1), 100, false, 5_000, Mesh.ONE, false);
        report.add(load, "sluice", run(200, 0));
        report.add(load, "peer", run(100, 0));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        report.print(load, new PrintStream(text, true, StandardCharsets.UTF_8));
        assertTrue(text.toString(StandardCharsets.UTF_8).contains("2.00x"), text.toString(StandardCharsets.UTF_8));
        Path file = dir.resolve("r.json");
        report.write(file, Options.parse(List.of("--peer", "say \"hi\""), dir));
        String json = Files.readString(file);
        assertTrue(json.contains("\"peer\": \"say \\\"hi\\\"\""), json);
        assertEquals(json.chars().filter(c -> c == '{').count(), json.chars().filter(c -> c == '}').count());
    }
}
