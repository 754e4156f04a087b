// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.sluice.security.api.UserStore.StoredUser;

/**
 * The users file: a header line, then one line per user. It is only ever replaced whole, so that a reader sees the old
 * or the new one, whatever happens to the writer.
 */
public final class UserFile {

    /** The first line; a later format would have another number. */
    public static final String HEADER = "# sluice-sasldb 1";

    private static final String HEADER_START = "# sluice-sasldb ";
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final long LOCK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOCK_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int BERKELEY_HASH = 0x00061561;
    private static final int BERKELEY_BTREE = 0x00053162;

    private final Path path;

    /** Makes an accessor; the file need not exist. */
    public UserFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Returns the absolute path. */
    public Path path() {
        return path;
    }

    /**
     * Reads all users.
     *
     * @param problems hears {@code file:line: what is wrong} of every line that cannot be used
     * @return users by full name; empty if there is no such file
     * @throws IOException if there is a file that cannot be read or is no users file; its message is for the user
     */
    public Map<String, StoredUser> read(Consumer<String> problems) throws IOException {
        Map<String, StoredUser> users = new TreeMap<>();
        String[] lines = lines();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                StoredUser user = UserLines.parse(line);
                if (users.put(user.user(), user) != null) {
                    problems.accept(path + ":" + (i + 1) + ": user " + user.user() + " again; the last line counts");
                }
            } catch (IllegalArgumentException e) {
                problems.accept(path + ":" + (i + 1) + ": line ignored: " + e.getMessage());
            }
        }
        return users;
    }

    private String[] lines() throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes((int) MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (FileSystemException e) {
            throw new IOException("cannot read the users file " + path + ": "
                    + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the users file " + path + " is larger than " + MAX_BYTES + " bytes");
        }
        refuseForeign(bytes);
        return new String(bytes, StandardCharsets.UTF_8).split("\n");
    }

    private void refuseForeign(byte[] bytes) throws IOException {
        if (cyrus(bytes)) {
            throw new IOException(path + " is a sasldb2 database of Cyrus SASL, which Sluice does not read: list its"
                    + " users with 'sasldblistusers2 -f " + path + "' and create each again, in another file, with"
                    + " 'sluice passwd add --file FILE USER@REALM'");
        }
        String start = new String(bytes, 0, Math.min(bytes.length, HEADER.length() + 80), StandardCharsets.UTF_8);
        String first = start.lines().findFirst().orElse("").strip();
        if (first.startsWith(HEADER_START) && !first.equals(HEADER)) {
            throw new IOException("the users file " + path + " has the format '" + first.substring(2)
                    + "', expected '" + HEADER.substring(2) + "'");
        }
        if (bytes.length > 0 && !first.equals(HEADER)) {
            throw new IOException(path + " is no users file: its first line is not '" + HEADER + "'");
        }
    }

    /** Tells whether the file begins like a Berkeley DB (magic at byte 12), gdbm or LMDB file, in either byte order. */
    private static boolean cyrus(byte[] bytes) {
        if (bytes.length < 24) {
            return false;
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
            int berkeley = buffer.getInt(12);
            int first = buffer.getInt(0);
            if (berkeley == BERKELEY_HASH || berkeley == BERKELEY_BTREE || first == BERKELEY_HASH
                    || first == BERKELEY_BTREE || first >>> 4 == 0x13579AC || buffer.getInt(16) == 0xBEEFC0DE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Changes the file: reads, applies, writes, under a lock against other writers. Lines that cannot be used are an
     * error here, for rewriting would drop them. Creates file and folder if need be; nothing is written if the
     * change returns the same map.
     */
    public void change(UnaryOperator<Map<String, StoredUser>> change) throws IOException {
        // Behind a symbolic link the file is what gets replaced, not the link.
        Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        Path folder = target.getParent();
        Files.createDirectories(folder);
        // The lock is on a file beside, since the users file itself is replaced. It stays: removing it would race.
        Path lockFile = folder.resolve(target.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, Set.of(StandardOpenOption.CREATE,
                StandardOpenOption.WRITE), permissions(folder)); FileLock lock = lock(channel)) {
            StringBuilder bad = new StringBuilder();
            Map<String, StoredUser> users = read(problem -> bad.append(bad.isEmpty() ? "" : "; ").append(problem));
            if (!bad.isEmpty()) {
                throw new IOException("not changed, correct the file first: " + bad);
            }
            Map<String, StoredUser> changed = change.apply(users);
            if (changed != users) {
                write(target, changed);
            }
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + LOCK_WAIT_NANOS;
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this process has it, which is no different from another process.
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the users file " + path + " is locked by another writer");
            }
            LockSupport.parkNanos(LOCK_RETRY_NANOS);
        }
    }

    private static void write(Path target, Map<String, StoredUser> users) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        users.values().forEach(user -> text.append(UserLines.format(user)).append('\n'));
        Path folder = target.getParent();
        Path fresh = Files.createTempFile(folder, target.getFileName() + ".", ".new", permissions(folder));
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = StandardCharsets.UTF_8.encode(text.toString());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            keepOwner(target, fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** So that root can add a user and the router, run by another, can still read the file. */
    private static void keepOwner(Path old, Path fresh) {
        try {
            if (Files.exists(old) && !Files.getOwner(old).equals(Files.getOwner(fresh))) {
                Files.setOwner(fresh, Files.getOwner(old));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Not root, or no owners here: the file is ours then, as any new file is.
        }
    }

    private static FileAttribute<?>[] permissions(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
