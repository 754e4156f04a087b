// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {

    @TempDir
    Path folder;

    private void feature(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve("features"));
        Files.writeString(folder.resolve("features/" + name + ".json"),
                "{\"feature-resource-version\": \"1.0\", \"id\": \"g:" + name + ":1\", " + content + "}");
    }

    private void artifact(String path) throws IOException {
        Path file = folder.resolve("repository").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }

    private void assemble(String... names) throws IOException, AssemblyException {
        new Assembler(folder.resolve("repository"), folder.resolve("target"))
                .assemble(FeatureSet.read(folder.resolve("features"), List.of(names)), "1.2");
    }

    private String refusal(String... names) {
        return assertThrows(AssemblyException.class, () -> assemble(names)).getMessage();
    }

    @Test
    void shouldCopyTheBundlesOfTheFeaturesAndListThemByStartLevel() throws Exception {
        feature("core", "\"bundles\": [{\"id\": \"a.b:late:1\", \"start-order\": 30}, "
                + "{\"id\": \"a.b:early:2\", \"start-order\": 5}], \"extensions\": {\"class-path\": {"
                + "\"type\": \"artifacts\", \"kind\": \"mandatory\", \"artifacts\": [{\"id\": \"c:main:3\"}]}}");
        feature("extra", "\"bundles\": [{\"id\": \"a.b:extra:1\", \"start-order\": 5}, "
                + "{\"id\": \"a.b:late:1\", \"start-order\": 30}]");
        artifact("a/b/late/1/late-1.jar");
        artifact("a/b/early/2/early-2.jar");
        artifact("a/b/extra/1/extra-1.jar");
        artifact("c/main/3/main-3.jar");
        assemble("core", "extra");
        Path target = folder.resolve("target");
        assertEquals(List.of("5 a/b/early/2/early-2.jar", "5 a/b/extra/1/extra-1.jar", "30 a/b/late/1/late-1.jar"),
                Files.readAllLines(target.resolve("system/start.list")));
        assertTrue(Files.exists(target.resolve("system/a/b/late/1/late-1.jar")));
        assertTrue(Files.exists(target.resolve("lib/main-3.jar")));
        assertEquals("1.2", Files.readString(target.resolve("lib/version.txt")).strip());
    }

    @Test
    void shouldRemoveWhatASlimmerListDoesNotName() throws Exception {
        feature("core", "\"bundles\": [{\"id\": \"a:x:1\", \"start-order\": 5}]");
        feature("extra", "\"bundles\": [{\"id\": \"a:y:1\", \"start-order\": 5}]");
        artifact("a/x/1/x-1.jar");
        artifact("a/y/1/y-1.jar");
        assemble("core", "extra");
        assemble("core");
        assertTrue(Files.exists(folder.resolve("target/system/a/x/1/x-1.jar")));
        assertFalse(Files.exists(folder.resolve("target/system/a/y/1/y-1.jar")));
    }

    @Test
    void shouldRefuseAnUnknownBundleInOneLine() throws Exception {
        feature("core", "\"bundles\": [{\"id\": \"a:x:1\", \"start-order\": 5}]");
        assertEquals("feature core names a:x:1, which is no dependency of the distribution (distribution/pom.xml)",
                refusal("core"));
    }

    @Test
    void shouldRefuseAnUnknownFeatureAndNameTheKnownOnes() throws Exception {
        feature("core", "\"bundles\": []");
        feature("shell", "\"bundles\": []");
        assertEquals("there is no feature croe; there are: core, shell", refusal("croe"));
    }

    @Test
    void shouldRefuseTwoVersionsOfOneBundle() throws Exception {
        feature("core", "\"bundles\": [{\"id\": \"a:x:1\", \"start-order\": 5}]");
        feature("extra", "\"bundles\": [{\"id\": \"a:x:2\", \"start-order\": 5}]");
        assertEquals("feature extra names a:x:2 at start level 5, but feature core names a:x:1 at 5",
                refusal("core", "extra"));
    }

    @Test
    void shouldRefuseABundleWithoutStartLevel() throws Exception {
        feature("core", "\"bundles\": [{\"id\": \"a:x:1\"}]");
        assertEquals("feature core gives a:x:1 no whole number as start-order: null", refusal("core"));
    }

    @Test
    void shouldRefuseWhatIsNoFeature() throws Exception {
        Files.createDirectories(folder.resolve("features"));
        Files.writeString(folder.resolve("features/core.json"), "{ oops");
        assertTrue(refusal("core").startsWith("feature core cannot be read: "), refusal("core"));
    }
}
