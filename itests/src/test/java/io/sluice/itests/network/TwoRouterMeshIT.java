// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Distribution;

/** The example of two routers, run as a newcomer runs it. */
class TwoRouterMeshIT {

    private static final long LIMIT_SECONDS = 180;

    private static int run(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        Path script = Path.of(System.getProperty("sluice.examples", "../examples"), "two-router-mesh", "run.sh")
            .toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), folder.toString())
            .redirectErrorStream(true).redirectOutput(folder.resolve("run.out").toFile());
        builder.environment().put("SLUICE_HOME", Distribution.home().toString());
        builder.environment().put("SLUICE_OPTS", "-Xms16m -Xmx96m");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "still running:\n" + text(folder));
        } finally {
            process.destroy();
        }
        return process.exitValue();
    }

    private static String text(Path folder) {
        try {
            return Files.readString(folder.resolve("run.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void shouldCarryMessagesAndLeaveNothingRunning() throws Exception {
        Path folder = Distribution.workFolder("two-router-mesh");
        int status = run(folder, Map.of());
        String out = text(folder);
        assertEquals(0, status, out);
        assertEquals(3, out.lines().filter(line -> line.endsWith("receiver at west: received: good morning")).count(),
            out);
        assertEquals(3, out.lines().filter(line -> line.endsWith("sender at east:   accepted: good morning")).count(),
            out);
        assertTrue(out.contains("auth=EXTERNAL user=CN=west.mesh.svc.cluster.local"), out);
        assertTrue(out.contains("auth=PLAIN user=app@sluice"), out);
        assertTrue(out.contains("auth=EXTERNAL user=CN=messaging-client"), out);
        for (String router : new String[] {"east", "west"}) {
            assertTrue(Files.notExists(folder.resolve(router).resolve("sluice.pid")), out);
        }
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        Path folder = Distribution.workFolder("two-router-mesh");
        Map<String, String> environment = new TreeMap<>(Map.of("HELLO_JAR", "/no/such.jar"));
        assertNotEquals(0, run(folder, environment));
        assertTrue(text(folder).startsWith("two-router-mesh: there is no /no/such.jar"), text(folder));
    }
}
