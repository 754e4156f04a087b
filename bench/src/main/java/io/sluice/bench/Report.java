// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Collects runs and prints them as a table and as JSON. */
final class Report {

    private static final String ROW = "%-22s %-8s %10s %12s %10s %10s %9s %8s %8s %6s%n";

    private final Map<BenchCase, Map<String, List<Result>>> runs = new LinkedHashMap<>();

    void add(BenchCase load, String router, Result run) {
        runs.computeIfAbsent(load, key -> new LinkedHashMap<>())
            .computeIfAbsent(router, key -> new ArrayList<>()).add(run);
    }

    static void head(PrintStream out) {
        out.printf(ROW, "case", "router", "msg/s", "cpu us/msg", "p50 us", "p99 us", "pause ms", "RSS MB",
            "lost", "wrong");
    }

    /** Prints the rows of one case: a row of medians per router, and the ratio of the first to the second. */
    void print(BenchCase load, PrintStream out) {
        List<Result> medians = new ArrayList<>();
        runs.get(load).forEach((router, results) -> {
            Result median = Result.median(results);
            medians.add(median);
            out.printf(ROW, load.name(), router, text("%.0f", median.messagesPerSecond()),
                text("%.2f", median.cpuMicros()), text("%.0f", median.p50Micros()),
                text("%.0f", median.p99Micros()), text("%.0f", median.pauseMillis()),
                text("%.1f", median.residentMegabytes()),
                text("%.0f", median.lost()), text("%.0f", median.wrong()));
        });
        if (medians.size() == 2) {
            Result a = medians.get(0);
            Result b = medians.get(1);
            out.printf(ROW, "", "ratio", ratio(a.messagesPerSecond(), b.messagesPerSecond()),
                ratio(a.cpuMicros(), b.cpuMicros()), ratio(a.p50Micros(), b.p50Micros()),
                ratio(a.p99Micros(), b.p99Micros()), ratio(a.pauseMillis(), b.pauseMillis()),
                ratio(a.residentMegabytes(), b.residentMegabytes()), "", "");
        }
    }

    private static String ratio(double a, double b) {
        return b == 0 ? "" : text("%.2fx", a / b);
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    void write(Path file, Options options) throws IOException {
        StringJoiner cases = new StringJoiner(",\n");
        runs.forEach((load, routers) -> {
            StringJoiner parts = new StringJoiner(",\n");
            routers.forEach((router, results) -> {
                StringJoiner all = new StringJoiner(",\n          ");
                results.forEach(result -> all.add(result.json()));
                parts.add("      \"" + router + "\": {\n        \"median\": " + Result.median(results).json()
                    + ",\n        \"runs\": [\n          " + all + "]}");
            });
            cases.add("    \"" + load.name() + "\": {\n" + parts + "}");
        });
        Files.writeString(file, "{\n  \"when\": \"" + Instant.now() + "\",\n  \"machine\": \"" + escaped(machine())
            + "\",\n  \"jdk\": \"" + escaped(Runtime.version().toString()) + "\",\n  \"router\": \""
            + escaped(options.router()) + "\",\n  \"peer\": "
            + (options.peer() == null ? "null" : '"' + escaped(options.peer()) + '"')
            + ",\n  \"seconds\": " + options.seconds() + ",\n  \"cases\": {\n" + cases + "\n  }\n}\n");
    }

    private static String machine() throws IOException {
        String model = Files.lines(Path.of("/proc/cpuinfo")).filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("unknown processor");
        return Runtime.getRuntime().availableProcessors() + " x " + model + ", " + System.getProperty("os.name")
            + " " + System.getProperty("os.version");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
