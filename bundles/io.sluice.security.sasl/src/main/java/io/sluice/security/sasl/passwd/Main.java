// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.passwd;

import java.io.Console;

/** Entry point of {@code sluice passwd}. */
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PasswordSource passwords = terminal(System.console())
                ? PasswordSource.console(System.console()) : PasswordSource.stream(System.in);
        System.exit(new PasswdCommand(System.getProperty("sluice.home"), passwords, System.out, System.err)
                .run(arguments));
    }

    /** From Java 22 on there is a console without a terminal too, and a method that tells. */
    private static boolean terminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
