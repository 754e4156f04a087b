// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import java.nio.file.attribute.PosixFilePermissions;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @Test
    void shouldRemoveATemporaryFolderWithAllThatIsInIt() throws Exception {
        DataFolder data = DataFolder.create(null);
        Files.createDirectories(data.cache().resolve("bundle0"));
        Files.writeString(data.cache().resolve("bundle0/x"), "x");
        data.close();
        assertFalse(Files.exists(data.path()));
    }

    @Test
    void shouldKeepANamedFolder(@TempDir Path folder) throws Exception {
        DataFolder data = DataFolder.create(folder.resolve("a/b").toString());
        data.close();
        assertTrue(Files.isDirectory(folder.resolve("a/b")));
    }

    @Test
    void shouldRefuseAFolderThatCannotBeMade(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        StartException refused =
                assertThrows(StartException.class, () -> DataFolder.create(file.resolve("data").toString()));
        assertTrue(refused.getMessage().startsWith("System: cannot make the data folder"), refused.getMessage());
    }

    @Test
    void shouldKeepTheCacheOfANamedFolderFromOthers(@TempDir Path folder) throws Exception {
        DataFolder data = DataFolder.create(folder.toString());
        try (var lock = data.lock()) {
            assertTrue(lock.isOpen());
            Path parent = data.cache().getParent();
            assumeTrue(Files.getFileStore(parent).supportsFileAttributeView("posix"));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)));
        }
    }
}
