// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Records what the router protocol costs against the number of routers: {@code ConvergenceBench FILE [COUNT...]}. Not
 * a test. Times are virtual and exact for the seed; CPU time is that of the machine, with the simulator's part.
 */
public final class ConvergenceBench {

    private static final long SEED = 1;
    private static final long QUIET_MILLIS = 60_000;

    private ConvergenceBench() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        int[] counts = {10, 30, 100, 300, 1_000};
        if (arguments.length > 1) {
            counts = new int[arguments.length - 1];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Integer.parseInt(arguments[i + 1]);
            }
        }
        // So that the first network does not pay for the compiler.
        measure(100);
        StringBuilder json = new StringBuilder();
        json.append("{\n \"when\": \"").append(Instant.now()).append("\",\n \"machine\": \"")
            .append(Runtime.getRuntime().availableProcessors()).append(" x ").append(processor())
            .append("\",\n \"jdk\": \"").append(Runtime.version())
            .append("\",\n \"topology\": \"scale-free, two links for each new router, cost 1, delay 1 to 20 ms\"")
            .append(",\n \"seed\": ").append(SEED).append(",\n \"networks\": [\n");
        for (int i = 0; i < counts.length; i++) {
            String result = measure(counts[i]);
            System.out.println(result);
            json.append("  ").append(result).append(i < counts.length - 1 ? ",\n" : "\n");
        }
        Files.writeString(Path.of(arguments[0]), json.append(" ]\n}\n").toString());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream().filter(line -> line.startsWith("model name")).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 2)).orElse(System.getProperty("os.arch"));
    }

    private static double perRouter(SimulatedNetwork network, ToLongFunction<SimulatedRouter> figure) {
        return network.routers().stream().mapToLong(figure).sum() / (double) network.routers().size();
    }

    private static String measure(int count) {
        SimulatedNetwork network = new SimulatedNetwork(SEED);
        network.mirrors(false);
        network.measures(true);
        Topologies.scaleFree(network, count);
        long converged = Truth.await(network, 60_000, 100);
        double messages = perRouter(network, SimulatedRouter::messages);
        double bytes = perRouter(network, SimulatedRouter::bytes);
        double cpu = network.cpuNanos() / (double) count;

        // Until the flux of the start is over.
        network.run(20_000);
        double quietMessages = perRouter(network, SimulatedRouter::messages);
        double quietBytes = perRouter(network, SimulatedRouter::bytes);
        double quietCpu = network.cpuNanos() / (double) count;
        network.run(QUIET_MILLIS);
        quietMessages = (perRouter(network, SimulatedRouter::messages) - quietMessages) * 1_000 / QUIET_MILLIS;
        quietBytes = (perRouter(network, SimulatedRouter::bytes) - quietBytes) * 1_000 / QUIET_MILLIS;
        quietCpu = (network.cpuNanos() / (double) count - quietCpu) * 1_000 / QUIET_MILLIS;

        network.links().get(network.links().size() - 1).close();
        long lost = network.now();
        long reconverged = Truth.await(network, lost + 20_000, 10) - lost;
        return String.format(Locale.ROOT,
            "{\"routers\": %d, \"links\": %d, \"radius\": %d, \"startMillis\": %d, \"startMessagesPerRouter\": %.0f, "
            + "\"startBytesPerRouter\": %.0f, \"startCpuMillisPerRouter\": %.2f, \"quietMessagesPerSecond\": %.1f, "
            + "\"quietBytesPerSecond\": %.0f, \"quietCpuMicrosPerSecond\": %.0f, \"linkLossMillis\": %d}",
            count, network.links().size(), network.router(count - 1).paths().radius(), converged, messages, bytes,
            cpu / 1e6, quietMessages, quietBytes, quietCpu / 1e3, reconverged);
    }
}
