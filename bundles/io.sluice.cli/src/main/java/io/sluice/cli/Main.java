// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The process: command line in, exit status out. */
public final class Main {

    /** The router has refused what it was asked for. */
    static final int REFUSED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** There is no connection to a router, or no answer. */
    static final int UNREACHABLE = 3;

    private static final int HELP_WIDTH = 110;

    private Main() {
    }

    /** Runs one command; its name is the first argument. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        String name = args.length == 0 ? "" : args[0];
        Object command = command(name);
        if (command == null) {
            System.err.println("Unexpected arguments: " + String.join(" ", args));
            return USAGE;
        }
        String[] rest = new String[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        return commandLine(name, command).execute(rest);
    }

    /** Returns the command of a name, null if there is none. */
    static Object command(String name) {
        return switch (name) {
            case "stat" -> new StatCommand();
            case "manage" -> new ManageCommand();
            case "log" -> new LogCommand();
            case "watch" -> new WatchCommand();
            default -> null;
        };
    }

    /** Makes what parses and runs a command. */
    static CommandLine commandLine(String name, Object command) {
        CommandLine line = new CommandLine(command);
        line.setCommandName("sluice " + name);
        line.setOut(writer(System.out));
        line.setErr(writer(System.err));
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::wrong);
        line.setExecutionExceptionHandler((failure, failed, result) -> {
            if (!(failure instanceof ClientException)) {
                throw failure;
            }
            failed.getErr().println(failed.getCommandName() + ": " + text((ClientException) failure));
            return failure instanceof RefusedException ? REFUSED : UNREACHABLE;
        });
        return line;
    }

    private static String text(ClientException failure) {
        return failure instanceof RefusedException refused
            ? Refusals.text(refused) : failure.getMessage();
    }

    private static int wrong(ParameterException failure, String[] args) {
        PrintWriter err = failure.getCommandLine().getErr();
        String name = failure.getCommandLine().getCommandName();
        err.println(name + ": " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("'" + name + " --help' lists the options");
        return USAGE;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }
}
