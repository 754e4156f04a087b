// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.Distribution;
import io.sluice.itests.harness.SluiceProcess;

/** Management requests by the client library of the distribution's Python, which existing tools are made with. */
class PythonClientIT {

    private static final String PYTHON = "/usr/bin/python3";

    private static int run(Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
            .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the client does not end");
        return process.exitValue();
    }

    @Test
    void shouldAnswerTheRequestsOfTools() throws Exception {
        Path folder = Distribution.workFolder("python");
        Path output = folder.resolve("output.txt");
        assumeTrue(Files.isExecutable(Path.of(PYTHON)) && run(output, PYTHON, "-c", "import proton") == 0,
            "no Python client library");
        Path script = folder.resolve("management.py");
        try (var in = PythonClientIT.class.getResourceAsStream("management.py")) {
            Files.write(script, in.readAllBytes());
        }
        try (SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.PYTHON"))) {
            int status = run(output, PYTHON, script.toString(), "127.0.0.1:" + router.port());
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertEquals("0 [done]", status + " " + lines.stream().skip(Math.max(0, lines.size() - 1)).toList(),
                () -> String.join("\n", lines));
        }
    }
}
