// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.osgi.service.feature.ID;

/**
 * Turns a list of features into the parts of the distribution that depend on them: {@code lib/}, {@code system/} and
 * the list of what to start when.
 */
final class Assembler {

    private final Path repository;
    private final Path target;

    Assembler(Path repository, Path target) {
        this.repository = repository;
        this.target = target;
    }

    /** Arguments: folder of the features, their names with commas, folder of the artifacts, target folder, version. */
    public static void main(String[] args) throws IOException, AssemblyException {
        Path features = Path.of(args[0]);
        List<String> names = Stream.of(args[1].split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        Path target = Path.of(args[3]);
        FeatureSet set = FeatureSet.read(features, names);
        new Assembler(Path.of(args[2]), target).assemble(set, args[4]);
        System.out.println("Assembled " + set.bundles().size() + " bundles of the features " + String.join(", ", names)
                + " in " + target);
    }

    void assemble(FeatureSet features, String version) throws IOException, AssemblyException {
        Path lib = target.resolve("lib");
        Path system = target.resolve("system");
        Files.createDirectories(lib);
        Files.createDirectories(system);
        removeJars(lib);
        removeJars(system);
        for (Map.Entry<ID, String> entry : features.classPath().entrySet()) {
            Path source = find(entry.getKey(), entry.getValue());
            copy(source, lib.resolve(source.getFileName()));
        }
        // Start levels ascending; within one, the order in which the features name them.
        TreeMap<Integer, StringBuilder> levels = new TreeMap<>();
        for (FeatureSet.BundleEntry bundle : features.bundles()) {
            copy(find(bundle.id(), bundle.feature()), system.resolve(path(bundle.id())));
            levels.computeIfAbsent(bundle.startLevel(), level -> new StringBuilder())
                    .append(bundle.startLevel()).append(' ').append(path(bundle.id())).append('\n');
        }
        Files.writeString(system.resolve("start.list"), String.join("", levels.values()));
        Files.writeString(lib.resolve("version.txt"), version + "\n");
        makeExecutable(target.resolve("bin/sluice"));
    }

    private Path find(ID id, String feature) throws AssemblyException {
        Path file = repository.resolve(path(id));
        if (!Files.isRegularFile(file)) {
            throw new AssemblyException("feature " + feature + " names " + id
                    + ", which is no dependency of the distribution (distribution/pom.xml)");
        }
        return file;
    }

    private static String path(ID id) {
        return id.getGroupId().replace('.', '/') + '/' + id.getArtifactId() + '/' + id.getVersion() + '/'
                + id.getArtifactId() + '-' + id.getVersion() + id.getClassifier().map(text -> '-' + text).orElse("")
                + ".jar";
    }

    private static void copy(Path source, Path destination) throws IOException {
        Files.createDirectories(destination.getParent());
        Files.copy(source, destination, StandardCopyOption.REPLACE_EXISTING);
        FileTime modified = Files.getLastModifiedTime(source);
        Files.setLastModifiedTime(destination, modified);
    }

    /** Removes what an earlier build left, deepest first. */
    private static void removeJars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.reverseOrder()).toList();
            for (Path jar : jars) {
                Files.delete(jar);
            }
        }
    }

    private static void makeExecutable(Path script) throws IOException {
        if (Files.exists(script) && Files.getFileStore(script).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
