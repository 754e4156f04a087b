// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {

    @TempDir
    private Path folder;

    private final List<String> console = new ArrayList<>();
    private Path file;

    @BeforeEach
    void writeFiles() throws IOException {
        file = folder.resolve("a.conf");
        Files.writeString(file, "a {\n}\n");
        Files.createDirectories(folder.resolve("home/etc"));
        Files.writeString(folder.resolve("home/etc/sluice.conf"), "h {\n}\n");
        Files.createDirectories(folder.resolve("d"));
        Files.writeString(folder.resolve("d/2.conf"), "two {\n}\n");
        Files.writeString(folder.resolve("d/1.conf"), "one {\n}\n");
        Files.writeString(folder.resolve("d/3.txt"), "three {\n}\n");
    }

    private List<ConfigText> find(Map<String, String> variables, String given) throws ConfigException {
        return new ConfigSources(new Environment(variables), console::add)
            .find(given, folder.resolve("home").toString());
    }

    @Test
    void shouldPreferFileOfTheCommandLine() throws ConfigException {
        assertEquals(List.of(new ConfigText(file.toString(), "a {\n}\n", false)),
            find(Map.of("QDROUTERD_CONF", "router { }"), file.toString()));
    }

    @Test
    void shouldTakeInlineText() throws ConfigException {
        assertEquals(List.of(new ConfigText("QDROUTERD_CONF", "router {\n}", false)),
            find(Map.of("QDROUTERD_CONF", "router {\n}"), ""));
        assertTrue(find(Map.of("QDROUTERD_CONF", "[[\"router\",{}]]", "QDROUTERD_CONF_TYPE", "json"), null)
            .get(0).json());
    }

    @Test
    void shouldJoinFilesAndFoldersAndSkipMissingOnes() throws ConfigException {
        List<ConfigText> texts =
            find(Map.of("QDROUTERD_CONF", file + ":" + folder.resolve("none") + "," + folder.resolve("d")), null);
        assertEquals(List.of("a {\n}\n", "one {\n}\n", "two {\n}\n"), texts.stream().map(ConfigText::text).toList());
        assertEquals(List.of("No such file or directory: " + folder.resolve("none")), console);
    }

    @Test
    void shouldFallBackToInstallation() throws ConfigException {
        assertEquals("h {\n}\n", find(Map.of(), null).get(0).text());
        assertEquals("h {\n}\n", find(Map.of("QDROUTERD_CONF", folder.resolve("none").toString()), "").get(0).text());
    }

    @Test
    void shouldSayWhatIsWrongWithTheFile() throws IOException {
        Path none = folder.resolve("none.conf");
        ConfigException missing = assertThrows(ConfigException.class, () -> find(Map.of(), none.toString()));
        assertEquals("Not found", missing.kind());
        assertEquals("Configuration file could not be opened: " + none + " (no such file)", missing.getMessage());
        Path empty = Files.createFile(folder.resolve("empty.conf"));
        assertEquals("Configuration file was empty: " + empty,
            assertThrows(ConfigException.class, () -> find(Map.of(), empty.toString())).getMessage());
        assertThrows(ConfigException.class,
            () -> new ConfigSources(new Environment(Map.of()), console::add).find(null, null));
    }
}
