// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** The process: command line in, exit status out. */
public final class Main {

    private Main() {
    }

    /** Runs the router until it is told to stop. */
    public static void main(String[] args) throws IOException {
        Installation installation = Installation.find();
        Options options;
        try {
            options = Options.parse(args);
        } catch (Options.UsageException e) {
            System.err.println(e.getMessage());
            System.err.println();
            usage(installation, System.err);
            System.exit(1);
            return;
        }
        if (options.help()) {
            usage(installation, System.out);
        } else if (options.version()) {
            System.out.println(installation.version());
        } else {
            System.exit(run(installation, options));
        }
    }

    private static int run(Installation installation, Options options) {
        // Logback reports its own affairs on standard output unless slf4j is told to be quiet.
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("slf4j.provider", "ch.qos.logback.classic.spi.LogbackServiceProvider");
        Logger log = LoggerFactory.getLogger("MAIN");
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            LoggerFactory.getLogger("ERROR").error("Thread {} ended by an error", thread.getName(), error);
        });
        RouterProcess process = new RouterProcess(installation, options);
        try {
            process.start();
        } catch (StartException e) {
            if (!e.logged()) {
                log.error(MarkerFactory.getMarker("CRITICAL"), "Router start-up failed: {}", e.getMessage());
                log.debug("Cause", e.getCause());
            }
            e.getMessage().lines().forEach(line -> System.err.println(installation.program() + ": " + line));
            return process.failed(e.getMessage());
        }
        return process.await();
    }

    private static void usage(Installation installation, PrintStream out) throws IOException {
        Path text = installation.home().resolve("lib/usage.txt");
        out.print(Files.readString(text).replace("@PROGRAM@", installation.program()));
        out.flush();
    }
}
