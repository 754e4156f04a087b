// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where one process keeps the framework's cache and other files of its own.
 *
 * @param path the folder
 * @param temporary it is removed when the process ends
 * @param lock keeps other routers out of a named folder, as long as it is referenced; null for a temporary one
 */
record DataFolder(Path path, boolean temporary, FileChannel lock) {

    /** Makes the folder; a temporary one if none is named. */
    static DataFolder create(String named) throws StartException {
        try {
            if (named == null) {
                return new DataFolder(Files.createTempDirectory("sluice-"), true, null);
            }
            Path path = Path.of(named).toAbsolutePath().normalize();
            Files.createDirectories(path);
            DataFolder folder = new DataFolder(path, false, lock(path));
            folder.makePrivate();
            return folder;
        } catch (IOException e) {
            String what = named == null ? "a temporary folder" : "the data folder " + named;
            throw new StartException("System: cannot make " + what + " (" + e + ")", e);
        }
    }

    /** Two routers would delete each other's cache. The lock is held to the end of the process. */
    private static FileChannel lock(Path path) throws IOException, StartException {
        FileChannel channel = FileChannel.open(path.resolve("sluice.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new StartException("System: the data folder " + path + " is used by another router");
        }
        return channel;
    }

    /** Configuration Admin keeps resolved passwords in the framework's cache: nobody else may look into it. */
    private void makePrivate() throws IOException {
        Path folder = Files.createDirectories(cache().getParent());
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path cache() {
        return path.resolve("private").resolve("cache");
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
