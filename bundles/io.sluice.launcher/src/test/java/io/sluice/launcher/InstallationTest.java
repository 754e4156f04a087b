// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @Test
    void shouldReadTheStartList(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("system"));
        Files.writeString(home.resolve("system/start.list"), "5 a/b.jar\n30 c d.jar\n\n");
        Path system = home.resolve("system");
        assertEquals(List.of(
                new Installation.StartEntry(5, system.resolve("a/b.jar")),
                new Installation.StartEntry(30, system.resolve("c d.jar"))),
                new Installation(home, "sluice").startList());
    }

    @Test
    void shouldSayThatAnInstallationWithoutStartListIsDamaged(@TempDir Path home) {
        StartException refused =
                assertThrows(StartException.class, () -> new Installation(home, "sluice").startList());
        assertTrue(refused.getMessage().startsWith("the installation is damaged"), refused.getMessage());
    }
}
