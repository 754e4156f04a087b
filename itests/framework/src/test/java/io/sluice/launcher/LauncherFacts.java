// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the launcher would start, and how. In the launcher's package so that the tests use its own rules instead of a
 * copy of them.
 */
public final class LauncherFacts {

    /**
     * A bundle of the distribution.
     *
     * @param startLevel at which level
     * @param file where it is
     */
    public record Entry(int startLevel, Path file) {}

    private LauncherFacts() {
    }

    /** Returns the bundles of an unpacked distribution, in the order in which they are installed. */
    public static List<Entry> bundles(Path home) throws Exception {
        return new Installation(home, "sluice").startList().stream()
                .map(entry -> new Entry(entry.startLevel(), entry.file())).toList();
    }

    /** Returns the framework properties that are texts. */
    public static Map<String, String> properties(Path home, Path config, Path data) throws Exception {
        Map<String, String> texts = new HashMap<>();
        Installation installation = new Installation(home, "sluice");
        FrameworkSettings.of(installation, Options.parse(), config, DataFolder.create(data.toString()))
                .forEach((key, value) -> {
                    if (value instanceof String text) {
                        texts.put(key, text);
                    }
                });
        return texts;
    }
}
