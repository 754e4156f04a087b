// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The vhosts in the folder that the {@code policy} section names. Stateless. */
final class PolicyFolder {

    private PolicyFolder() {
    }

    /** Returns the vhost sections of all JSON files of the folder; none if no folder is named, or policy is off. */
    static List<RawSection> read(List<RawSection> sections) throws ConfigException {
        List<RawSection> vhosts = new ArrayList<>();
        for (RawSection section : sections) {
            RawValue folder = section.attributes().get("policyDir");
            if (section.type().equals("policy") && folder != null && !String.valueOf(folder.value()).isBlank()) {
                for (Path file : files(section, folder)) {
                    JsonForm.parse(new ConfigText(file.toString(), text(section, folder, file), true)).stream()
                        .filter(found -> found.type().equals("vhost")).forEach(vhosts::add);
                }
            }
        }
        return vhosts;
    }

    private static List<Path> files(RawSection section, RawValue folder) throws ConfigException {
        try (Stream<Path> files = Files.list(Path.of(String.valueOf(folder.value())))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw unreadable(section, folder, Path.of(String.valueOf(folder.value())), e);
        }
    }

    private static String text(RawSection section, RawValue folder, Path file) throws ConfigException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(section, folder, file, e);
        }
    }

    private static ConfigException unreadable(RawSection section, RawValue folder, Path path, IOException e) {
        return new ConfigException(Problem.line(section.file(), folder.line(), section.type(), "policyDir",
            "cannot read " + path + " (" + Failures.reason(e) + "); expected a folder of JSON files with vhosts"));
    }
}
