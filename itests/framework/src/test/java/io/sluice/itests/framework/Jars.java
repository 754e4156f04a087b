// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.osgi.framework.Constants;

/** Makes further versions of bundles. */
final class Jars {

    private Jars() {
    }

    /** Returns a copy of a bundle's jar that says to be of another version. */
    static Path ofVersion(Path jar, String version) throws IOException {
        Path copy = Files.createTempFile(Path.of(System.getProperty("sluice.itests.dir")), "copy-", ".jar");
        copy.toFile().deleteOnExit();
        try (JarFile original = new JarFile(jar.toFile())) {
            Manifest manifest = original.getManifest();
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (OutputStream out = Files.newOutputStream(copy); JarOutputStream target =
                    new JarOutputStream(out, manifest)) {
                for (Enumeration<JarEntry> entries = original.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        target.putNextEntry(new JarEntry(entry.getName()));
                        original.getInputStream(entry).transferTo(target);
                    }
                }
            }
        }
        return copy;
    }
}
