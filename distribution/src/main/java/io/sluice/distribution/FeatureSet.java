// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureArtifact;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.ID;

/**
 * What a list of features names, each thing once.
 *
 * @param bundles bundles to start, in the order of the features
 * @param classPath artifacts for the class path of the process, with the feature that names them
 */
record FeatureSet(List<BundleEntry> bundles, Map<ID, String> classPath) {

    /** The metadata key with a bundle's start level. */
    private static final String START_ORDER = "start-order";
    /** The extension with the artifacts that are on the class path of the process instead of in the framework. */
    private static final String CLASS_PATH = "class-path";

    /**
     * A bundle to start.
     *
     * @param id its Maven coordinates
     * @param startLevel at which level
     * @param feature the feature that names it
     */
    record BundleEntry(ID id, int startLevel, String feature) {}

    /** Reads features by name from a folder of Feature JSON files. */
    static FeatureSet read(Path folder, List<String> names) throws IOException, AssemblyException {
        Map<String, BundleEntry> bundles = new LinkedHashMap<>();
        Map<ID, String> classPath = new LinkedHashMap<>();
        for (String name : names) {
            Feature feature = parse(folder, name);
            for (FeatureBundle bundle : feature.getBundles()) {
                BundleEntry entry = new BundleEntry(bundle.getID(), startLevel(bundle, name), name);
                BundleEntry other = bundles.putIfAbsent(
                        bundle.getID().getGroupId() + ':' + bundle.getID().getArtifactId(), entry);
                if (other != null && !(other.id().equals(entry.id()) && other.startLevel() == entry.startLevel())) {
                    throw new AssemblyException("feature " + name + " names " + entry.id() + " at start level "
                            + entry.startLevel() + ", but feature " + other.feature() + " names " + other.id()
                            + " at " + other.startLevel());
                }
            }
            FeatureExtension extension = feature.getExtensions().get(CLASS_PATH);
            if (extension != null) {
                for (FeatureArtifact artifact : extension.getArtifacts()) {
                    classPath.put(artifact.getID(), name);
                }
            }
        }
        return new FeatureSet(new ArrayList<>(bundles.values()), classPath);
    }

    private static Feature parse(Path folder, String name) throws IOException, AssemblyException {
        Path file = folder.resolve(name + ".json");
        if (!Files.isRegularFile(file)) {
            throw new AssemblyException("there is no feature " + name + "; there are: " + known(folder));
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            return new FeatureServiceImpl().readFeature(reader);
        } catch (RuntimeException e) {
            throw new AssemblyException("feature " + name + " cannot be read: " + e.getMessage());
        }
    }

    private static int startLevel(FeatureBundle bundle, String feature) throws AssemblyException {
        Object level = bundle.getMetadata().get(START_ORDER);
        try {
            return Integer.parseInt(String.valueOf(level));
        } catch (NumberFormatException e) {
            throw new AssemblyException("feature " + feature + " gives " + bundle.getID() + " no whole number as "
                    + START_ORDER + ": " + level);
        }
    }

    private static String known(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return String.join(", ", files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json")).map(file -> file.substring(0, file.length() - 5))
                    .sorted().toList());
        }
    }
}
