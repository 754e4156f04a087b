// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.sluice.itests.harness.Conf;
import io.sluice.itests.harness.SluiceProcess;

/** rhea, a JavaScript client, where Node is present and the package can be had. */
class RheaIT {

    private static final String VERSION = "3.0.4";

    @Test
    void shouldDeliverAnswerAndReportOutcomes() throws Exception {
        Path folder = modules();
        try (SluiceProcess router = SluiceProcess.start(Conf.open("ITEST.RHEA")); InputStream script =
            RheaIT.class.getResourceAsStream("/rhea-client.js")) {
            Files.copy(script, folder.resolve("client.js"), StandardCopyOption.REPLACE_EXISTING);
            Path out = router.folder().resolve("rhea.out");
            Process node = new ProcessBuilder("node", "client.js", Integer.toString(router.port()))
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile()).start();
            try {
                assertTrue(node.waitFor(30, TimeUnit.SECONDS), () -> text(out));
            } finally {
                node.destroyForcibly();
            }
            assertEquals(0, node.exitValue(), () -> text(out));
            assertEquals(List.of("delivered 100", "replied", "rejected app:no", "done"), text(out).lines().toList());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path modules() throws Exception {
        assumeTrue(succeeds(null, "node", "--version"), "there is no Node");
        Path folder = Path.of(System.getProperty("sluice.itests.dir", "target")).toAbsolutePath().resolve("rhea");
        Files.createDirectories(folder);
        if (!Files.isDirectory(folder.resolve("node_modules/rhea"))) {
            assumeTrue(succeeds(folder, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", ".",
                "rhea@" + VERSION), "the package rhea cannot be had");
        }
        return folder;
    }

    private static boolean succeeds(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (process.waitFor(60, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
