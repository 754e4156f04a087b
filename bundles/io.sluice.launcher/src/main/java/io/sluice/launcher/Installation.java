// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The unpacked distribution. Only ever read: many routers may run from one.
 *
 * @param home its folder
 * @param program how the user called the program, for messages
 */
record Installation(Path home, String program) {

    /**
     * A bundle to start.
     *
     * @param startLevel at which level
     * @param file where it is
     */
    record StartEntry(int startLevel, Path file) {}

    /** Finds the distribution that this class was started from. */
    static Installation find() {
        String home = System.getProperty("sluice.home");
        String program = System.getProperty("sluice.program", "sluice");
        try {
            Path folder = home != null ? Path.of(home) : Path.of(
                    Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .getParent().getParent();
            return new Installation(folder.toAbsolutePath().normalize(), program);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the version of the distribution. */
    String version() throws IOException {
        return Files.readString(home.resolve("lib/version.txt")).strip();
    }

    /** Reads what the assembler wrote: a start level and a path below {@code system/} on each line. */
    List<StartEntry> startList() throws StartException {
        Path system = home.resolve("system");
        Path list = system.resolve("start.list");
        List<StartEntry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(list)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    Path file = system.resolve(line.substring(space + 1));
                    entries.add(new StartEntry(Integer.parseInt(line.substring(0, space)), file));
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new StartException("the installation is damaged: cannot read " + list, e);
        }
        return entries;
    }
}
