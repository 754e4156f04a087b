// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The command line, the same on every platform. What only a shell can do ({@code --daemon}, {@code --user}) is known
 * here so that it is no error, and done by {@code bin/sluice}.
 */
final class Options {

    /** The command line is wrong; the text is for the user, null if the usage says it all. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private String config;
    private String data;
    private String statusFile;
    private boolean testHooks;
    private boolean version;
    private boolean help;

    static Options parse(String... arguments) throws UsageException {
        Options options = new Options();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        List<String> stray = new ArrayList<>();
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            if (argument.startsWith("--")) {
                int equals = argument.indexOf('=');
                if (equals > 0) {
                    rest.push(argument.substring(equals + 1));
                }
                options.option(equals > 0 ? argument.substring(0, equals) : argument, rest, equals > 0);
            } else if (argument.startsWith("-") && argument.length() > 1) {
                if (argument.length() > 2) {
                    // -cFILE is -c FILE, and -dT is -d -T.
                    boolean value = "cIPU".indexOf(argument.charAt(1)) >= 0;
                    rest.push((value ? "" : "-") + argument.substring(2));
                }
                options.option(argument.substring(0, 2), rest, false);
            } else {
                stray.add(argument);
            }
        }
        if (!stray.isEmpty()) {
            throw new UsageException("Unexpected arguments: " + String.join(" ", stray));
        }
        return options;
    }

    private void option(String name, Deque<String> rest, boolean attached) throws UsageException {
        switch (name) {
            case "-c", "--config" -> config = value(name, rest);
            case "--data" -> data = value(name, rest);
            case "--status-file" -> statusFile = value(name, rest);
            case "-I", "--include", "-P", "--pidfile", "-U", "--user" -> value(name, rest);
            case "-d", "--daemon" -> none(name, rest, attached);
            case "-T", "--test-hooks" -> testHooks = none(name, rest, attached);
            case "-v", "--version" -> version = none(name, rest, attached);
            case "-h", "--help" -> help = none(name, rest, attached);
            default -> throw new UsageException("unrecognized option '" + name + "'");
        }
    }

    private static String value(String name, Deque<String> rest) throws UsageException {
        if (rest.isEmpty()) {
            throw new UsageException("option requires an argument '" + name + "'");
        }
        return rest.pop();
    }

    private static boolean none(String name, Deque<String> rest, boolean attached) throws UsageException {
        if (attached) {
            throw new UsageException("option '" + name + "' doesn't allow an argument");
        }
        return true;
    }

    /** Returns the configuration file as given, null if none was. */
    String config() {
        return config;
    }

    /** Returns the folder for the framework's files, null for a temporary one. */
    String data() {
        return data;
    }

    /** Returns the file to write {@code ready} or {@code failed} to once start-up has ended, or null. */
    String statusFile() {
        return statusFile;
    }

    boolean testHooks() {
        return testHooks;
    }

    boolean version() {
        return version;
    }

    boolean help() {
        return help;
    }
}
