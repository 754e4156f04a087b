// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the configuration: the file of the command line, else QDROUTERD_CONF, else the installation's own. */
final class ConfigSources {

    private static final String VARIABLE = "QDROUTERD_CONF";

    private final Environment environment;
    private final Consumer<String> console;

    /**
     * Makes a finder.
     *
     * @param environment the variables of the process
     * @param console takes a line about a path that does not exist
     */
    ConfigSources(Environment environment, Consumer<String> console) {
        this.environment = environment;
        this.console = console;
    }

    /**
     * Returns the texts, not yet expanded.
     *
     * @param configFile the file of the command line; null or empty if none was given
     * @param home the installation's folder; null if there is none
     */
    List<ConfigText> find(String configFile, String home) throws ConfigException {
        if (configFile != null && !configFile.isEmpty()) {
            return List.of(file(configFile));
        }
        String variable = environment.get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            List<ConfigText> texts = fromVariable(variable);
            if (!texts.isEmpty()) {
                return texts;
            }
        }
        if (home == null || home.isEmpty()) {
            throw new ConfigException("Not found", List.of("Configuration file could not be opened:"
                + " none was given; expected -c FILE, or " + VARIABLE + " in the environment"));
        }
        return List.of(file(Path.of(home, "etc", "sluice.conf").toString()));
    }

    private List<ConfigText> fromVariable(String variable) throws ConfigException {
        String type = environment.get(VARIABLE + "_TYPE");
        boolean json = "json".equals(type);
        int brace = variable.indexOf('{');
        if (brace >= 0 && variable.indexOf('}', brace) > 0) {
            return List.of(new ConfigText(VARIABLE, variable, json));
        }
        List<ConfigText> texts = new ArrayList<>();
        for (String name : variable.split("[:,]")) {
            if (name.isBlank()) {
                continue;
            }
            Path path = Path.of(name.strip());
            if (Files.isDirectory(path)) {
                for (Path file : confFiles(path)) {
                    texts.add(new ConfigText(file.toString(), read(file), json));
                }
            } else if (Files.exists(path)) {
                texts.add(new ConfigText(path.toString(), read(path), json));
            } else {
                console.accept("No such file or directory: " + path);
            }
        }
        return texts;
    }

    private static List<Path> confFiles(Path folder) throws ConfigException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".conf")).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static ConfigText file(String name) throws ConfigException {
        Path path = Path.of(name);
        String text = read(path);
        if (text.isEmpty()) {
            throw new ConfigException("Configuration", List.of("Configuration file was empty: " + name));
        }
        return new ConfigText(name, text, name.endsWith(".json"));
    }

    private static String read(Path path) throws ConfigException {
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ConfigException unreadable(Path path, IOException e) {
        return new ConfigException("Not found", List.of("Configuration file could not be opened: " + path
            + " (" + Failures.reason(e) + ")"));
    }
}
