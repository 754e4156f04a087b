// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where one process keeps the framework's cache and other files of its own.
 *
 * @param path the folder
 * @param temporary it is removed when the process ends
 */
record DataFolder(Path path, boolean temporary) {

    /** Makes the folder; a temporary one if none is named. */
    static DataFolder create(String named) throws StartException {
        try {
            if (named == null) {
                return new DataFolder(Files.createTempDirectory("sluice-"), true);
            }
            Path path = Path.of(named).toAbsolutePath().normalize();
            Files.createDirectories(path);
            return new DataFolder(path, false);
        } catch (IOException e) {
            String what = named == null ? "a temporary folder" : "the data folder " + named;
            throw new StartException("System: cannot make " + what + " (" + e + ")", e);
        }
    }

    Path cache() {
        return path.resolve("cache");
    }

    /** Removes the folder if it is a temporary one. What cannot be removed is left to the system's own cleaning. */
    void close() {
        if (!temporary) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException error) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger("MAIN").warn("Cannot remove {}", path, e);
        }
    }
}
