// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.sasl.passwd;

import java.io.PrintStream;

/** Entry point of {@code sluice passwd}. */
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream err = System.err;
        PasswordSource passwords = System.console() == null
                ? PasswordSource.stream(System.in) : PasswordSource.console(System.console());
        int code = new PasswdCommand(System.getProperty("sluice.home"), passwords, System.out, err).run(arguments);
        System.exit(code);
    }
}
