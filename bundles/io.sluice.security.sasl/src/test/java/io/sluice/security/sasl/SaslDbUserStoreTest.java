// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.sluice.management.api.ConfigurationReport;
import io.sluice.management.api.ManagedEntity;
import io.sluice.security.api.UserStore.StoredUser;
import io.sluice.security.sasl.store.Passwords;
import io.sluice.security.sasl.store.UserFile;

class SaslDbUserStoreTest {

    @TempDir
    private Path folder;

    @Test
    void shouldUseTheInstallationsFileByDefault() throws Exception {
        add(folder.resolve("etc/sluice.sasldb"), "bob@sluice");
        SaslDbUserStore store = new SaslDbUserStore(folder.toString(), Map.of());

        assertEquals("bob@sluice", store.find("bob").orElseThrow().user());
        assertEquals("bob@sluice", store.find("bob@sluice").orElseThrow().user());
        assertTrue(store.find("bob@else").isEmpty());
        assertTrue(store.find("alice").isEmpty());
        assertTrue(store.find("@").isEmpty());
    }

    @Test
    void shouldUseConfiguredFileAndRealm() throws Exception {
        Path file = folder.resolve("users");
        add(file, "bob@net");
        SaslDbUserStore store = new SaslDbUserStore((String) null, Map.of("service.pid", List.of("io.sluice.userStore"),
                "path", file.toString(), "realm", "net"));

        assertEquals("bob@net", store.find("bob").orElseThrow().user());
        ManagedEntity entity = store.entities().iterator().next();
        assertEquals(file.toString(), entity.attribute("path"));
        assertEquals("net", entity.attribute("realm"));
        assertEquals(1, entity.attribute("users"));
    }

    @Test
    void shouldUseTheFileOfTheSaslConfiguration() throws Exception {
        Path file = folder.resolve("users");
        add(file, "bob@sluice");
        Files.writeString(folder.resolve("my.conf"), "# sasldb_path: /nowhere\nsasldb_path: " + file + "\n");
        Map<String, Object> router = new HashMap<>(Map.of("service.pid", "io.sluice.router", "path", "ignored",
                "saslConfigDir", folder.toString(), "saslConfigName", "my"));

        assertTrue(new SaslDbUserStore((String) null, router).find("bob").isPresent());

        router.put("saslConfigName", "gone");
        assertTrue(new SaslDbUserStore(folder.toString(), router).find("bob").isEmpty());
        router.put("service.pid", List.of("io.sluice.router", "io.sluice.userStore"));
        router.put("path", file.toString());
        assertTrue(new SaslDbUserStore((String) null, router).find("bob").isPresent());
    }

    @Test
    void shouldNoticeEveryChange() throws Exception {
        Path file = folder.resolve("users");
        SaslDbUserStore store = new SaslDbUserStore((String) null,
                Map.of("service.pid", "io.sluice.userStore", "path", file.toString()));
        assertTrue(store.find("bob").isEmpty());

        add(file, "bob@sluice");
        Awaitility.await().until(() -> store.find("bob").isPresent());
        Files.delete(file);
        Awaitility.await().until(() -> store.find("bob").isEmpty());
    }

    @Test
    void shouldLookAtTheFileAtMostTenTimesASecond() throws Exception {
        Path path = folder.resolve("users");
        AtomicLong now = new AtomicLong();
        CachedUsers users = new CachedUsers(new UserFile(path), now::get);
        assertTrue(users.find("bob@sluice").isEmpty());
        add(path, "bob@sluice");

        now.addAndGet(99_000_000);
        assertTrue(users.find("bob@sluice").isEmpty());
        now.addAndGet(2_000_000);
        assertTrue(users.find("bob@sluice").isPresent());
    }

    @Test
    void shouldFailWhileTheFileIsUnusableAndRecover() throws Exception {
        Path path = Files.write(folder.resolve("users"), new byte[] {0x61, 0x15, 6, 0});
        AtomicLong now = new AtomicLong();
        CachedUsers users = new CachedUsers(new UserFile(path), now::get);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> users.find("bob@sluice"));
        assertTrue(e.getMessage().contains("no users file"), e.getMessage());
        assertEquals(0, users.size());

        Files.delete(path);
        add(path, "bob@sluice");
        now.addAndGet(200_000_000);

        assertTrue(users.find("bob@sluice").isPresent());
    }

    @Test
    void shouldTryAgainAfterFailureThoughTheFileLooksTheSame() throws Exception {
        Path path = folder.resolve("users");
        add(path, "bob@sluice");
        String good = Files.readString(path);
        FileTime time = Files.getLastModifiedTime(path);
        Files.writeString(path, good.replace("# sluice", "# Sluice"));
        Files.setLastModifiedTime(path, time);
        AtomicLong now = new AtomicLong();
        CachedUsers users = new CachedUsers(new UserFile(path), now::get);
        assertThrows(UncheckedIOException.class, () -> users.find("bob@sluice"));

        Files.writeString(path, good);
        Files.setLastModifiedTime(path, time);
        now.addAndGet(200_000_000);

        assertTrue(users.find("bob@sluice").isPresent());
    }

    @Test
    void shouldReportOnlyWhatWasConfigured() throws Exception {
        Path file = Files.writeString(folder.resolve("users"), "hello\n");
        List<String> lines = new ArrayList<>();
        ConfigurationReport report = new ConfigurationReport() {
            @Override
            public void applied(String pid, String summary) {
                lines.add("applied " + pid);
            }

            @Override
            public void rejected(String pid, String attribute, String reason) {
                lines.add("rejected " + pid + ' ' + attribute + ' ' + reason);
            }
        };
        SaslDbUserStore store = new SaslDbUserStore(folder.toString(), Map.of());
        store.setReport(report);
        assertTrue(lines.isEmpty());

        store.modified(Map.of("service.pid", "io.sluice.userStore", "path", file.toString()));
        assertEquals("rejected io.sluice.userStore path " + file
                + " is no users file: its first line is not '# sluice-sasldb 1'", lines.get(0));

        Files.writeString(file, UserFile.HEADER + "\n");
        store.modified(Map.of("service.pid", "io.sluice.userStore", "path", file.toString(), "realm", "x"));
        assertEquals("applied io.sluice.userStore", lines.get(1));

        store.unsetReport(report);
        store.modified(Map.of());
        assertEquals(2, lines.size());
        assertFalse(store.entities().isEmpty());
    }

    private static void add(Path path, String user) throws IOException {
        new UserFile(path).change(users -> {
            Map<String, StoredUser> changed = new TreeMap<>(users);
            try {
                changed.put(user, new StoredUser(user, Passwords.credential("x".toCharArray(), 4096)));
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            return changed;
        });
    }
}
