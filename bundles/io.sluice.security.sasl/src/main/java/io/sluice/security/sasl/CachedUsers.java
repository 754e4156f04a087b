// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.security.api.UserStore.StoredUser;
import io.sluice.security.sasl.store.UserFile;

/**
 * The users of a file, read again when a look-up finds it changed. The file is looked at no more than ten times a
 * second, so that a storm of logins costs no storm of file accesses. Any thread.
 */
final class CachedUsers {

    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Logger log = LoggerFactory.getLogger("SERVER");
    private final UserFile file;
    private final LongSupplier clock;

    private volatile Snapshot snapshot;
    private volatile long checkedNanos;

    /** What tells one version of the file from the next; all null and 0 if there is none. */
    private record Version(FileTime modified, long size, Object key) {}

    /** The file at one moment: its users, or why it cannot be read. */
    private record Snapshot(Version version, Map<String, StoredUser> users, IOException failure) {}

    CachedUsers(UserFile file, LongSupplier clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Looks a full name up.
     *
     * @throws UncheckedIOException if there is a file that cannot be used
     */
    Optional<StoredUser> find(String fullName) {
        return Optional.ofNullable(users().get(fullName));
    }

    /** Returns how many users there are; 0 if the file cannot be used. */
    int size() {
        return current().users().size();
    }

    /** Returns why the file cannot be used, null if it can. */
    String failure() {
        return failure(current());
    }

    private Map<String, StoredUser> users() {
        Snapshot now = current();
        if (now.failure() != null) {
            throw new UncheckedIOException(now.failure().getMessage(), now.failure());
        }
        return now.users();
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known != null && clock.getAsLong() - checkedNanos < CHECK_NANOS) {
            return known;
        }
        synchronized (this) {
            if (snapshot == null || clock.getAsLong() - checkedNanos >= CHECK_NANOS) {
                // The version is taken before the content: a change in between is then found by the next check.
                Version version = version(file.path());
                // A failure is tried again in any case: new permissions or a new owner leave the version as it is.
                if (snapshot == null || snapshot.failure() != null || !snapshot.version().equals(version)) {
                    snapshot = load(version, failure(snapshot));
                }
                checkedNanos = clock.getAsLong();
            }
            return snapshot;
        }
    }

    private static String failure(Snapshot of) {
        return of == null || of.failure() == null ? null : of.failure().getMessage();
    }

    private Snapshot load(Version version, String lastFailure) {
        try {
            Map<String, StoredUser> users = file.read(problem -> log.warn("Users file {}", problem));
            if (version.modified() != null) {
                warnOfReaders();
            }
            log.info("Users file {}: {} users", file.path(), users.size());
            return new Snapshot(version, users, null);
        } catch (IOException e) {
            if (!Objects.equals(e.getMessage(), lastFailure)) {
                log.error("Users file: {}", e.getMessage());
            }
            return new Snapshot(version, Map.of(), e);
        }
    }

    private void warnOfReaders() throws IOException {
        if (!file.path().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file.path());
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            log.warn("Users file {} can be read or changed by other users of this machine; expected mode 0600",
                    file.path());
        }
    }

    private static Version version(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(found.lastModifiedTime(), found.size(), Objects.requireNonNullElse(found.fileKey(), ""));
        } catch (IOException e) {
            return new Version(null, 0, null);
        }
    }
}
