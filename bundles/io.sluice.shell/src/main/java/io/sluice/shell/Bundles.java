// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Finds bundles and looks into jar files. */
final class Bundles {

    private static final String PREFIX = "io.sluice.";

    private Bundles() {}

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    /**
     * Finds one bundle.
     *
     * @param idOrName id, symbolic name, or symbolic name without {@code io.sluice.}
     * @throws IllegalArgumentException if there is none, or several
     */
    static Bundle find(BundleContext context, String idOrName) {
        List<Bundle> found = Arrays.stream(context.getBundles())
                .filter(bundle -> String.valueOf(bundle.getBundleId()).equals(idOrName)
                        || idOrName.equals(bundle.getSymbolicName())
                        || (PREFIX + idOrName).equals(bundle.getSymbolicName()))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.isEmpty() ? "no bundle " + idOrName
                    : "several bundles " + idOrName + ", give an id: " + String.join(", ",
                            found.stream().map(bundle -> String.valueOf(bundle.getBundleId())).toList()));
        }
        return found.get(0);
    }

    /** Returns the symbolic name that a jar file's manifest gives. */
    static String symbolicName(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar); JarInputStream content = new JarInputStream(in)) {
            Manifest manifest = content.getManifest();
            String name = manifest == null ? null
                    : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null) {
                throw new IOException(jar + " is no bundle: its manifest has no Bundle-SymbolicName");
            }
            return name.split(";")[0].strip();
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + jar, e);
        }
    }

    /** Returns the interfaces of all services that a bundle offers now, but those that frameworks register for it. */
    static Set<String> offered(Bundle bundle) {
        Set<String> names = new TreeSet<>();
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references != null) {
            for (ServiceReference<?> reference : references) {
                names.addAll(Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS)));
            }
        }
        names.removeIf(name -> name.startsWith("org.osgi."));
        return names;
    }
}
