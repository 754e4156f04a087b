// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** What the manifests of the product's bundles promise, so that each of them can be replaced by itself. */
class ManifestIT {

    /** A bundle of the product: its name, headers and packages. */
    private record Manifest(String name, Map<String, String> headers, Set<String> packages) {

        boolean api() {
            return name.endsWith(".api");
        }

        /** Returns the clauses of a header; commas in quotes separate nothing. */
        List<String> clauses(String header) {
            String text = headers.getOrDefault(header, "");
            return text.isEmpty() ? List.of() : List.of(text.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
        }
    }

    private static List<Manifest> sluice() throws IOException {
        List<Manifest> found = new ArrayList<>();
        for (Path file : Distribution.bundles()) {
            try (JarFile jar = new JarFile(file.toFile())) {
                Map<String, String> headers = new TreeMap<>();
                jar.getManifest().getMainAttributes()
                        .forEach((key, value) -> headers.put(key.toString(), value.toString()));
                String name = headers.getOrDefault("Bundle-SymbolicName", "");
                if (name.startsWith("io.sluice.")) {
                    Set<String> packages = jar.stream().map(entry -> entry.getName())
                            .filter(path -> path.endsWith(".class") && path.indexOf('/') > 0
                                    && !path.startsWith("META-INF/"))
                            .map(path -> path.substring(0, path.lastIndexOf('/')).replace('/', '.'))
                            .collect(Collectors.toCollection(TreeSet::new));
                    found.add(new Manifest(name, headers, packages));
                }
            }
        }
        return found;
    }

    private static String named(String clause) {
        return clause.split(";")[0].strip();
    }

    @Test
    void shouldExportNothingFromImplementations() throws IOException {
        List<String> exports = new ArrayList<>();
        for (Manifest bundle : sluice()) {
            if (!bundle.api()) {
                bundle.clauses("Export-Package").forEach(clause -> exports.add(bundle.name() + ": " + clause));
            }
        }
        assertEquals(List.of(), exports);
    }

    @Test
    void shouldExportTheBundlesOwnPackagesWithTheirVersionFromApis() throws IOException {
        List<String> apis = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Manifest bundle : sluice()) {
            if (bundle.api()) {
                apis.add(bundle.name());
                List<String> exports = bundle.clauses("Export-Package");
                List<String> names = exports.stream().map(ManifestIT::named).toList();
                if (!names.contains(bundle.name()) || !exports.stream().allMatch(one -> one.contains("version="))
                        || !names.stream().allMatch(one -> (one + ".").startsWith(bundle.name() + "."))) {
                    wrong.add(bundle.name() + ": " + exports);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(4, apis.size(), apis::toString);
    }

    @Test
    void shouldHaveNoOwnPackageInTwoBundles() throws IOException {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (Manifest bundle : sluice()) {
            bundle.packages().forEach(name -> owners.computeIfAbsent(name, key -> new TreeSet<>()).add(bundle.name()));
        }
        owners.values().removeIf(names -> names.size() == 1);
        // A small library may be embedded in several bundles: each has a copy that nobody else sees.
        owners.keySet().removeIf(name -> !name.startsWith("io.sluice."));
        assertEquals(Map.of(), owners);
    }

    @Test
    void shouldImportApisWithAVersionRangeAndWithoutException() throws IOException {
        List<String> wrong = new ArrayList<>();
        int imports = 0;
        for (Manifest bundle : sluice()) {
            for (String clause : bundle.clauses("Import-Package")) {
                if (named(clause).startsWith("io.sluice.")) {
                    imports++;
                    if (!clause.matches(".*;version=\"\\[.*,.*\\)\".*") || clause.contains("resolution:=optional")) {
                        wrong.add(bundle.name() + ": " + clause);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(true, imports > 10, "imports seen: " + imports);
    }

    @Test
    void shouldImportNoImplementation() throws IOException {
        Set<String> allowed = sluice().stream().filter(Manifest::api)
                .flatMap(bundle -> bundle.clauses("Export-Package").stream()).map(ManifestIT::named)
                .collect(Collectors.toCollection(TreeSet::new));
        // Not of a bundle: on the class path of the process.
        allowed.add("io.sluice.launcher.log");
        List<String> wrong = new ArrayList<>();
        for (Manifest bundle : sluice()) {
            bundle.clauses("Import-Package").stream().map(ManifestIT::named)
                    .filter(name -> name.startsWith("io.sluice.") && !allowed.contains(name))
                    .forEach(name -> wrong.add(bundle.name() + " imports " + name));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldMakeNoImplementationASingleton() throws IOException {
        List<String> wrong = sluice().stream().map(bundle -> bundle.headers().get("Bundle-SymbolicName"))
                .filter(name -> name.contains("singleton:=true")).toList();
        assertEquals(List.of(), wrong);
    }
}
