// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

import io.sluice.management.api.DrainReport;
import io.sluice.management.api.Drainable;

class SwapCommandsTest {

    private static final String NAME = "io.sluice.part";

    @TempDir
    private Path folder;
    private Framework framework;
    private BundleContext context;
    private SwapCommands commands;
    private Bundle old;
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void startFramework() throws Exception {
        framework = new FrameworkFactory().newFramework(
                Map.of("org.osgi.framework.storage", folder.resolve("cache").toString()));
        framework.start();
        context = framework.getBundleContext();
        commands = new SwapCommands(context);
        old = context.installBundle(jar("1.0.0", NAME).toUri().toString());
        old.start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void shouldUpdateInPlace() throws Exception {
        assertEquals("Updated io.sluice.part from 1.0.0 to 2.0.0",
                commands.swap("part", jar("2.0.0", NAME).toString()));

        assertEquals("2.0.0", old.getVersion().toString());
        assertEquals(Bundle.ACTIVE, old.getState());
    }

    @Test
    void shouldDrainTheOldOneOnlyWhenTheNewOneServes() throws Exception {
        offer(old);
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTED) {
                events.add("started " + event.getBundle().getVersion());
                offer(event.getBundle());
            }
        });

        String answer = commands.swap(NAME, jar("2.0.0", NAME).toString(), "--beside", "7");

        assertTrue(answer.startsWith("Drained 1.0.0 in 4 ms: 1 connections closed"), answer);
        assertTrue(answer.contains("(1.0.0) was replaced by bundle"), answer);
        assertEquals(List.of("started 2.0.0", "drained 1.0.0 7000"), events);
        assertEquals(Bundle.UNINSTALLED, old.getState());
        assertEquals(List.of("2.0.0"), versions());
    }

    @Test
    void shouldKeepTheOldOneIfTheNewOneDoesNotStart() throws Exception {
        String answer = commands.swap(NAME, jar("2.0.0", NAME, "Import-Package: no.such").toString(), "--beside");

        assertTrue(answer.startsWith("Not swapped: ") && answer.contains("no.such"), answer);
        assertEquals(List.of("1.0.0"), versions());
        assertEquals(Bundle.ACTIVE, old.getState());
    }

    @Test
    void shouldRefuseWhatIsNoVersionOfTheBundle() throws Exception {
        Path other = jar("2.0.0", "other");
        Path text = Files.writeString(folder.resolve("text"), "hello");

        assertEquals(other + " is bundle other, expected io.sluice.part", commands.swap("part", other.toString()));
        assertEquals("Not swapped: " + text + " is no bundle: its manifest has no Bundle-SymbolicName",
                commands.swap("part", text.toString()));
        assertEquals("Not swapped: no such file: " + folder.resolve("gone"),
                commands.swap("part", folder.resolve("gone").toString()));
        assertEquals("Not swapped: no bundle nope", commands.swap("nope", other.toString()));
        assertEquals(commands.swap(), commands.swap("part", jar("2.0.0", NAME).toString(), "--sideways"));
        assertTrue(commands.swap("part", jar("2.0.0", NAME).toString(), "--beside", "soon")
                .startsWith("Not swapped: "));
        assertEquals(List.of("1.0.0"), versions());
    }

    @Test
    void shouldTellTheStateOfAllBundles() {
        String status = new StatusCommands(context).status();

        assertTrue(status.lines().anyMatch(line -> line.matches("\\d+ +active +1\\.0\\.0 +io\\.sluice\\.part")),
                status);
        assertTrue(status.contains("No component runtime"), status);
    }

    private void offer(Bundle bundle) {
        String version = bundle.getVersion().toString();
        bundle.getBundleContext().registerService(Drainable.class, new Drainable() {
            @Override
            public String drainName() {
                return version;
            }

            @Override
            public DrainReport drain(long deadlineMillis) {
                events.add("drained " + version + ' ' + deadlineMillis);
                return new DrainReport(1, 2, 3, 4);
            }
        }, null);
    }

    private List<String> versions() {
        return Arrays.stream(context.getBundles()).filter(bundle -> NAME.equals(bundle.getSymbolicName()))
                .map(bundle -> bundle.getVersion().toString()).toList();
    }

    private Path jar(String version, String name, String... headers) throws IOException {
        Path jar = folder.resolve(name + version + headers.length + ".jar");
        String text = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: " + name
                + "\nBundle-Version: " + version + "\n" + String.join("\n", headers) + "\n";
        try (OutputStream out = Files.newOutputStream(jar)) {
            Manifest manifest = new Manifest(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }
}
