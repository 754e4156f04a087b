// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.passwd;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.sluice.security.sasl.store.Passwords;
import io.sluice.security.sasl.store.UserName;

/**
 * A parsed command line.
 *
 * @param command one of add, remove, list, verify, help
 * @param file the users file
 * @param realm the realm of a bare user name
 * @param iterations for new credentials
 * @param user the full name, null for list
 */
record Arguments(String command, Path file, String realm, int iterations, String user) {

    /**
     * Reads the arguments.
     *
     * @param home the installation folder, null if unknown
     * @throws IllegalArgumentException with what is wrong
     */
    static Arguments parse(String[] arguments, String home) {
        Path file = home == null ? null : Path.of(home, "etc", "sluice.sasldb");
        String realm = UserName.DEFAULT_REALM;
        int iterations = Passwords.DEFAULT_ITERATIONS;
        String command = null;
        String user = null;
        boolean options = true;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (options && argument.startsWith("-") && argument.length() > 1) {
                switch (argument) {
                    case "--help", "-h" -> {
                        return new Arguments("help", null, null, 0, null);
                    }
                    case "--" -> options = false;
                    case "--file", "-f" -> file = path(value(arguments, ++i));
                    case "--realm", "-r" -> realm = value(arguments, ++i);
                    case "--iterations" -> iterations = number(value(arguments, ++i));
                    default -> throw new IllegalArgumentException("unknown option " + argument);
                }
            } else if (command == null) {
                command = argument;
            } else if (user == null) {
                user = argument;
            } else {
                throw new IllegalArgumentException("too many arguments; a password is never given as an argument");
            }
        }
        return checked(command, file, realm, iterations, user);
    }

    private static Arguments checked(String command, Path file, String realm, int iterations, String user) {
        if (command == null) {
            throw new IllegalArgumentException("no command");
        }
        switch (command) {
            case "help" -> {
                return new Arguments("help", null, null, 0, null);
            }
            case "list" -> {
                if (user != null) {
                    throw new IllegalArgumentException("list takes no user");
                }
            }
            case "add", "remove", "verify" -> {
                if (user == null) {
                    throw new IllegalArgumentException(command + " needs a user");
                }
            }
            default -> throw new IllegalArgumentException(
                    "unknown command " + command + ", expected add, remove, list or verify");
        }
        if (file == null) {
            throw new IllegalArgumentException("no users file: give --file FILE");
        }
        return new Arguments(command, file, realm, iterations, user == null ? null : UserName.full(user, realm));
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length || arguments[index].isEmpty()) {
            throw new IllegalArgumentException("option " + arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + text, e);
        }
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 4096 && number <= 10_000_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("iterations " + text + ", expected a number from 4096 to 10000000");
    }
}
