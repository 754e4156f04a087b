// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.passwd;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.sluice.security.api.ScramCredential;
import io.sluice.security.api.UserStore.StoredUser;
import io.sluice.security.sasl.store.Passwords;
import io.sluice.security.sasl.store.UserFile;

/** The command {@code sluice passwd}: adds, removes, lists and verifies users of the users file. */
final class PasswdCommand {

    private static final int OK = 0;
    private static final int FAILED = 1;

    private static final String HELP = """
            Usage: sluice passwd COMMAND [OPTIONS] [USER]

            Keeps the users of the router. A running router notices changes by itself.

              add USER      add a user, or change the password of one
              remove USER   remove a user
              list          print the names of all users
              verify USER   tell whether a password is right: exit code 0 if it is, else 1

            USER is a name or name@realm. The password is asked for, or, when standard input is no
            terminal, read from its first line. It is never an argument.

              --file FILE, -f FILE     the users file (default: etc/sluice.sasldb of the installation)
              --realm REALM, -r REALM  the realm of a USER without one (default: sluice)
              --iterations N           how costly a new password is to guess, and to check (default: 20000)
              --help, -h               this text
            """;

    private final String home;
    private final PasswordSource passwords;
    private final PrintStream out;
    private final PrintStream err;

    PasswdCommand(String home, PasswordSource passwords, PrintStream out, PrintStream err) {
        this.home = home;
        this.passwords = passwords;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and returns the exit code. */
    int run(String... line) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(line, home);
        } catch (IllegalArgumentException e) {
            err.println("sluice passwd: " + e.getMessage() + " (sluice passwd --help)");
            return FAILED;
        }
        try {
            return switch (arguments.command()) {
                case "add" -> add(arguments);
                case "remove" -> remove(arguments);
                case "list" -> list(arguments);
                case "verify" -> verify(arguments);
                default -> {
                    out.print(HELP);
                    yield OK;
                }
            };
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            err.println("sluice passwd: " + e.getFile() + ": " + reason);
        } catch (IOException | IllegalArgumentException e) {
            err.println("sluice passwd: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            err.println("sluice passwd: this JDK cannot hash passwords: " + e.getMessage());
        }
        return FAILED;
    }

    private int add(Arguments arguments) throws IOException, GeneralSecurityException {
        UserFile file = new UserFile(arguments.file());
        // Before anyone types a password for nothing.
        read(file);
        char[] password = passwords.password(arguments.user(), true);
        ScramCredential credential;
        try {
            credential = Passwords.credential(password, arguments.iterations());
        } finally {
            Arrays.fill(password, '\0');
        }
        boolean[] existed = new boolean[1];
        file.change(users -> {
            Map<String, StoredUser> changed = new TreeMap<>(users);
            existed[0] = changed.put(arguments.user(), new StoredUser(arguments.user(), credential)) != null;
            return changed;
        });
        out.println((existed[0] ? "Changed the password of " : "Added ") + arguments.user());
        return OK;
    }

    private int remove(Arguments arguments) throws IOException {
        UserFile file = new UserFile(arguments.file());
        if (!read(file).containsKey(arguments.user())) {
            return unknown(arguments);
        }
        file.change(users -> {
            Map<String, StoredUser> changed = new TreeMap<>(users);
            changed.remove(arguments.user());
            return changed;
        });
        out.println("Removed " + arguments.user());
        return OK;
    }

    private int list(Arguments arguments) throws IOException {
        read(new UserFile(arguments.file())).keySet().forEach(out::println);
        return OK;
    }

    private int verify(Arguments arguments) throws IOException, GeneralSecurityException {
        StoredUser user = read(new UserFile(arguments.file())).get(arguments.user());
        if (user == null) {
            return unknown(arguments);
        }
        char[] password = passwords.password(arguments.user(), false);
        try {
            if (Passwords.verify(user.credential(), password)) {
                out.println("The password of " + arguments.user() + " is right");
                return OK;
            }
        } finally {
            Arrays.fill(password, '\0');
        }
        err.println("sluice passwd: wrong password for " + arguments.user());
        return FAILED;
    }

    private int unknown(Arguments arguments) {
        err.println("sluice passwd: no user " + arguments.user() + " in " + arguments.file());
        return FAILED;
    }

    private Map<String, StoredUser> read(UserFile file) throws IOException {
        return file.read(problem -> err.println("sluice passwd: " + problem));
    }
}
