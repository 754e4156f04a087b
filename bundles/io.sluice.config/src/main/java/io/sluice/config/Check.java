// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.management.api.AttributeType;

/** The command {@code sluice check}: says what {@code sluice run} would say to a configuration, and starts nothing. */
public final class Check {

    private static final String HELP = """
        Usage: sluice check [OPTIONS] [FILE]

        Checks a configuration without starting a router. What is wrong is told on standard error, one line each, in
        the words of "sluice run" and with file, line, section and attribute; what is allowed, but deprecated or
        without effect, on standard output.

        FILE is the configuration file; a name that ends in .json means the JSON form. Without it that is checked
        which "sluice run" would take: QDROUTERD_CONF, or etc/sluice.conf of the installation.

          -c, --config=FILE   another way to name the file
          -q, --quiet         say only what is wrong
          -h, --help          print this text

        Exit status: 0 if a router would take the configuration, 1 if not.
        """;

    private final Environment environment;
    private final String home;
    private final String program;
    private final PrintStream out;
    private final PrintStream err;

    Check(Environment environment, String home, String program, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.home = home;
        this.program = program;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        Check check = new Check(new Environment(System.getenv()), System.getProperty("sluice.home"),
            System.getProperty("sluice.program", "sluice"), System.out, System.err);
        int status = check.run(arguments);
        System.out.flush();
        System.exit(status);
    }

    /** Runs the command; returns the exit status. */
    int run(String... arguments) {
        String file = null;
        boolean quiet = false;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            String named = null;
            if (argument.equals("-h") || argument.equals("--help")) {
                out.print(HELP);
                return 0;
            } else if (argument.equals("-q") || argument.equals("--quiet")) {
                quiet = true;
                continue;
            } else if (argument.startsWith("--config=")) {
                named = argument.substring("--config=".length());
            } else if (argument.equals("-c") || argument.equals("--config")) {
                if (++i == arguments.length) {
                    return usage("option requires an argument '" + argument + "'");
                }
                named = arguments[i];
            } else if (argument.startsWith("-c")) {
                named = argument.substring(2);
            } else if (argument.startsWith("-") && argument.length() > 1) {
                return usage("unrecognized option '" + argument + "'");
            } else {
                named = argument;
            }
            if (file != null) {
                return usage("one file at a time, not '" + file + "' and '" + named + "'");
            }
            file = named;
        }
        return check(file, quiet);
    }

    private int usage(String problem) {
        err.println(program + ": " + problem);
        err.println();
        err.print(HELP);
        return 1;
    }

    private int check(String file, boolean quiet) {
        List<String> remarks = new ArrayList<>();
        try {
            if (file != null && file.isEmpty()) {
                throw new ConfigException("Value", List.of("Configuration path value was empty"));
            }
            ConfigSources sources = new ConfigSources(environment, err::println);
            List<ConfigText> texts = sources.find(file, home);
            Plan plan = new ConfigLoader(environment, sources).load(texts, null, remarks::addAll);
            List<String> unreadable = unreadable(plan);
            if (!unreadable.isEmpty()) {
                throw new ConfigException("Configuration", unreadable);
            }
            if (!quiet) {
                remarks.forEach(out::println);
                texts.forEach(text -> out.println(text.file() + ": valid: " + summary(plan)));
            }
            return 0;
        } catch (ConfigException e) {
            if (!quiet) {
                remarks.forEach(out::println);
            }
            e.shown().forEach(problem -> err.println(program + ": " + problem));
            return 1;
        }
    }

    /** Keys and certificates that are not there end a start as well. */
    private static List<String> unreadable(Plan plan) {
        List<String> problems = new ArrayList<>();
        for (Section section : plan.sections()) {
            for (AttributeType attribute : section.type().attributes().values()) {
                String path = section.text(attribute.name());
                if (attribute.kind() == AttributeType.Kind.PATH && path != null && !path.isEmpty()
                        && section.type().sectionName().equals("sslProfile") && !Files.isReadable(Path.of(path))) {
                    problems.add(section.problem(attribute.name(),
                        (Files.exists(Path.of(path)) ? "no permission to read " : "no such file: ") + path
                            + "; expected a file that can be read"));
                }
            }
        }
        return problems;
    }

    private static String summary(Plan plan) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        plan.sections().stream().filter(section -> !section.type().singleton())
            .forEach(section -> counts.merge(section.type().sectionName(), 1, Integer::sum));
        StringBuilder text = new StringBuilder("router ");
        // An id that is made up is another one at each start.
        text.append(plan.router().lines().containsKey("id") ? plan.router().text("id") : "without id")
            .append(" (").append(plan.router().text("mode")).append(')');
        counts.forEach((type, count) -> text.append(", ").append(count).append(' ').append(type));
        return text.toString();
    }
}
