// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The unpacked distribution. */
final class Distribution {

    private Distribution() {
    }

    static Path home() {
        return Path.of(System.getProperty("sluice.dist")).toAbsolutePath().normalize();
    }

    /** Returns the files of all bundles, in the order in which they are started. */
    static List<Path> bundles() throws IOException {
        Path system = home().resolve("system");
        return Files.readAllLines(system.resolve("start.list")).stream().filter(line -> !line.isBlank())
                .map(line -> system.resolve(line.substring(line.indexOf(' ') + 1))).toList();
    }

    /** Returns the file of one bundle of the product, by its name without the prefix. */
    static Path jar(String name) throws IOException {
        return bundles().stream().filter(file -> file.getFileName().toString().startsWith("io.sluice." + name + "-"))
                .findFirst().orElseThrow();
    }
}
