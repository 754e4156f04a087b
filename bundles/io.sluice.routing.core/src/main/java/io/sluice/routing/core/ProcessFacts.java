// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the system tells about this process; null where it does not tell. Reads small files, no network. */
final class ProcessFacts {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final String VIRTUAL_SIZE = "VmSize:";

    /** Returns the virtual size in bytes, or null. */
    Long virtualBytes() {
        for (String line : lines(STATUS)) {
            if (line.startsWith(VIRTUAL_SIZE)) {
                String[] parts = line.substring(VIRTUAL_SIZE.length()).strip().split("\\s+");
                return Long.parseLong(parts[0]) * 1024;
            }
        }
        return null;
    }

    /** Returns the name of this machine, or null. */
    String hostName() {
        List<String> lines = lines(HOST_NAME);
        return lines.isEmpty() ? System.getenv("COMPUTERNAME") : lines.get(0).strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException | SecurityException e) {
            return List.of();
        }
    }
}
