// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import org.jline.terminal.Terminal;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Exchange;
import io.sluice.cli.watch.LiveView;
import io.sluice.cli.watch.PlainView;
import io.sluice.cli.watch.Sampler;
import io.sluice.cli.watch.Screen;
import io.sluice.cli.watch.Subject;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice watch}: rates of addresses and links, live. */
@Command(name = "watch", sortOptions = false, customSynopsis = "sluice watch [OPTIONS]",
    versionProvider = CommonOptions.Version.class,
    header = "Show rates of addresses and links, live.",
    description = {"On a terminal it draws a table, and keys change what it shows; elsewhere it prints a line for",
        "each address or link with traffic."},
    footer = {"", "Keys: q quit, a addresses, l links, < > column to sort by, m only what moves, p pause,",
        "+ - interval, arrows and pages scroll.", "",
        "Exit status: 0 done, 1 refused by the router, 2 wrong command line, 3 no connection or no answer."})
final class WatchCommand implements Callable<Integer> {

    private static final double LEAST_SECONDS = 0.1;
    private static final int MILLIS = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-l", "--links"}, description = "Begin with links; else it is addresses.")
    private boolean links;

    @Option(names = {"-i", "--interval"}, paramLabel = "SECS", defaultValue = "2",
        description = "Time between two looks (default: ${DEFAULT-VALUE}).")
    private double interval;

    @Option(names = "--count", paramLabel = "N", description = "End after so many looks; 0 for never.")
    private int count;

    @Option(names = "--sort", paramLabel = "COLUMN", description = "Sort by this column; else the busiest come first.")
    private String sort;

    @Option(names = "--filter", paramLabel = "TEXT", description = "Only what contains this text.")
    private String filter = "";

    @Option(names = "--plain", description = "Print lines even on a terminal.")
    private boolean plain;

    @ArgGroup(exclusive = true, heading = "%nWhich router (default: the one that is connected)%n", order = 2)
    private Targets target = new Targets();

    @ArgGroup(validate = false, heading = BusOptions.HEADING, order = 4)
    private BusOptions bus = new BusOptions();

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws ClientException, IOException, InterruptedException {
        Screen screen = new Screen(links ? Subject.LINKS : Subject.ADDRESSES);
        screen.filter(filter);
        if (!(interval >= LEAST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--interval must be " + LEAST_SECONDS + " or more");
        } else if (sort != null && !screen.sort(sort)) {
            throw new ParameterException(spec.commandLine(), "--sort: there is no column '" + sort + "'");
        }
        long millis = Math.round(interval * MILLIS);
        try (Exchange exchange = bus.open(spec.commandLine())) {
            Sampler sampler = new Sampler(target.node(exchange));
            try (Terminal terminal = plain ? null : LiveView.terminal()) {
                if (terminal == null) {
                    new PlainView(sampler, exchange, screen, millis).run(spec.commandLine().getOut(), count);
                } else {
                    new LiveView(sampler, exchange, screen, millis).run(terminal, count);
                }
            }
        }
        return 0;
    }
}
