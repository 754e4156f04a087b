// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the script that completes command lines of {@code sluice} in bash and zsh; run when Sluice is built. */
public final class Completion {

    private static final List<String> RUN = List.of("-c|--config=", "--data=", "-I|--include=", "-T|--test-hooks",
        "-v|--version", "-h|--help");

    private Completion() {
    }

    /** Takes the file to write as its argument. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script());
    }

    /** Returns the script. */
    static String script() {
        CommandLine sluice = new CommandLine(CommandSpec.create().name("sluice"));
        shellCommands().forEach((name, options) -> sluice.addSubcommand(name, spec(options)));
        for (String name : List.of("stat", "manage", "log", "watch")) {
            sluice.addSubcommand(name, Main.command(name));
        }
        return AutoComplete.bash("sluice", sluice);
    }

    /** What the start script does by itself. */
    private static Map<String, List<String>> shellCommands() {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("run", with(RUN, "-d|--daemon", "-P|--pidfile=", "-U|--user="));
        commands.put("start", with(RUN, "-P|--pidfile=", "--log="));
        commands.put("stop", List.of("--data=", "-P|--pidfile="));
        commands.put("status", List.of("--data=", "-P|--pidfile="));
        commands.put("check", List.of("-c|--config=", "-q|--quiet", "-h|--help"));
        commands.put("passwd", List.of());
        commands.put("version", List.of());
        commands.put("help", List.of());
        return commands;
    }

    private static List<String> with(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static CommandSpec spec(List<String> options) {
        CommandSpec spec = CommandSpec.create();
        for (String option : options) {
            boolean file = option.endsWith("=");
            String[] names = (file ? option.substring(0, option.length() - 1) : option).split("\\|");
            spec.addOption(OptionSpec.builder(names).type(file ? Path.class : boolean.class)
                .arity(file ? "1" : "0").build());
        }
        return spec;
    }
}
