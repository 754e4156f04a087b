// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.sluice.security.api.ScramCredential;
import io.sluice.security.api.UserStore.StoredUser;

class UserFileTest {

    private static ScramCredential credential;

    @TempDir
    private Path folder;
    private Path path;
    private UserFile file;
    private final List<String> problems = new ArrayList<>();

    @BeforeAll
    static void derive() throws Exception {
        credential = Passwords.credential("secret".toCharArray(), 4096);
    }

    @BeforeEach
    void makeFile() {
        path = folder.resolve("users");
        file = new UserFile(path);
    }

    @Test
    void shouldReadNothingWithoutFile() throws Exception {
        assertTrue(file.read(problems::add).isEmpty());
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldKeepUsersWithoutTheirPasswords() throws Exception {
        add("bob@sluice");
        add("system:account:x@a@b");

        Map<String, StoredUser> users = file.read(problems::add);

        assertEquals(Set.of("bob@sluice", "system:account:x@a@b"), users.keySet());
        assertTrue(Passwords.verify(users.get("bob@sluice").credential(), "secret".toCharArray()));
        assertFalse(Passwords.verify(users.get("bob@sluice").credential(), "Secret".toCharArray()));
        String text = Files.readString(path);
        assertTrue(text.startsWith("# sluice-sasldb 1\n"), text);
        assertFalse(text.contains("secret"));
        assertTrue(text.lines().anyMatch(line -> line.matches(
                "bob@sluice:SCRAM-SHA-256:4096:[A-Za-z0-9+/=]{24}:[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}")), text);
        assertTrue(problems.isEmpty());
    }

    @Test
    void shouldBeReadableByTheOwnerOnly() throws Exception {
        assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.writeString(path, UserFile.HEADER + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        add("bob@sluice");

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void shouldReplaceTheFileAndNotWriteIntoIt() throws Exception {
        add("bob@sluice");
        Path second = Files.createLink(folder.resolve("hardlink"), path);
        String before = Files.readString(second);

        add("alice@sluice");

        assertEquals(before, Files.readString(second));
        assertEquals(2, file.read(problems::add).size());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(one -> one.toString().endsWith(".new")));
        }
    }

    @Test
    void shouldKeepASymbolicLink() throws Exception {
        Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("real");
        Files.writeString(target, UserFile.HEADER + "\n");
        Files.createSymbolicLink(path, target);

        add("bob@sluice");

        assertTrue(Files.isSymbolicLink(path));
        assertEquals(1, new UserFile(target).read(problems::add).size());
    }

    @Test
    void shouldNotTouchTheFileIfTheChangeFails() throws Exception {
        add("bob@sluice");
        byte[] before = Files.readAllBytes(path);

        assertThrows(IllegalStateException.class, () -> file.change(users -> {
            throw new IllegalStateException();
        }));
        file.change(users -> users);

        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(path)));
    }

    @Test
    void shouldNameBadLinesAndUseTheOthers() throws Exception {
        add("bob@sluice");
        String good = Files.readString(path).lines().toList().get(1);
        Files.writeString(path, String.join("\n", UserFile.HEADER, "nonsense", good, "# comment", "",
                good.replace("bob@sluice", "norealm"), good.replace("SCRAM-SHA-256", "PLAIN"),
                good.replace(":4096:", ":12:"), good.replace(":4096:", ":999999999:"),
                good.replace("bob@", "al@").replaceAll("=$", "=:x"),
                good.replace("bob@", "eve@").replaceAll(".....$", "")));

        assertEquals(Set.of("bob@sluice"), file.read(problems::add).keySet());

        assertEquals(7, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(path + ":2: line ignored: expected user@realm:"), problems.get(0));
        assertTrue(problems.get(1).startsWith(path + ":6: line ignored: user name 'norealm'"), problems.get(1));
        String key = good.substring(good.lastIndexOf(':') + 1, good.length() - 5);
        assertTrue(problems.stream().noneMatch(problem -> problem.contains(key)));
    }

    @Test
    void shouldRefuseToChangeAFileWithBadLines() throws Exception {
        Files.writeString(path, UserFile.HEADER + "\nnonsense\n");

        IOException e = assertThrows(IOException.class, () -> add("bob@sluice"));

        assertTrue(e.getMessage().startsWith("not changed, correct the file first: " + path + ":2"), e.getMessage());
        assertTrue(Files.readString(path).contains("nonsense"));
    }

    @Test
    void shouldTellOfUsersThatComeTwice() throws Exception {
        add("bob@sluice");
        String text = Files.readString(path);
        Files.writeString(path, text + text.lines().toList().get(1) + "\n");

        assertEquals(1, file.read(problems::add).size());
        assertTrue(problems.get(0).contains(":3: user bob@sluice again"), problems.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00061561, 0x00053162})
    void shouldRefuseABerkeleyDatabaseOfCyrus(int magic) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            assertRefusedAsCyrus(ByteBuffer.allocate(4096).order(order).putInt(12, magic).array());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x13579acd, 0x13579ace, 0x13579acf})
    void shouldRefuseAGdbmDatabaseOfCyrus(int magic) throws Exception {
        assertRefusedAsCyrus(ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN).putInt(0, magic).array());
    }

    private void assertRefusedAsCyrus(byte[] content) throws Exception {
        Files.write(path, content);
        for (IOException e : List.of(
                assertThrows(IOException.class, () -> file.read(problems::add)),
                assertThrows(IOException.class, () -> add("bob@sluice")))) {
            assertTrue(e.getMessage().contains("sasldb2 database of Cyrus SASL")
                    && e.getMessage().contains("sluice passwd add") && e.getMessage().contains(path.toString()),
                    e.getMessage());
        }
        assertEquals(ByteBuffer.wrap(content), ByteBuffer.wrap(Files.readAllBytes(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root:x:0:0\n", "# sluice-sasldb 2\n", "\u0000\u0001\u0002"})
    void shouldRefuseOtherFiles(String content) throws Exception {
        Files.writeString(path, content);

        assertTrue(assertThrows(IOException.class, () -> file.read(problems::add)).getMessage()
                .contains("# sluice-sasldb 1".substring(2)));
    }

    @Test
    void shouldLoseNoUserToConcurrentWriters() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String user = "user" + i + "@sluice";
                writers.add(() -> {
                    // A file object each, as separate processes have.
                    add(new UserFile(path), user);
                    return null;
                });
            }
            List<Future<Void>> done = threads.invokeAll(writers);
            for (Future<Void> one : done) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }

        assertEquals(40, file.read(problems::add).size());
        assertTrue(problems.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@realm", "a b@c", "a@", "#a@b", "a\n@b", "a\u00a0@b"})
    void shouldRefuseImpossibleNames(String name) {
        assertThrows(IllegalArgumentException.class, () -> UserName.full(name, ""));
    }

    @Test
    void shouldCompleteNames() {
        assertEquals("bob@sluice", UserName.full("bob", UserName.DEFAULT_REALM));
        assertEquals("bob@example.org@net", UserName.full("bob@example.org@net", "sluice"));
        assertThrows(IllegalArgumentException.class, () -> UserName.full("x".repeat(260), "sluice"));
    }

    private void add(String user) throws IOException {
        add(file, user);
    }

    private static void add(UserFile file, String user) throws IOException {
        file.change(users -> {
            Map<String, StoredUser> changed = new TreeMap<>(users);
            changed.put(user, new StoredUser(user, credential));
            return changed;
        });
    }
}
