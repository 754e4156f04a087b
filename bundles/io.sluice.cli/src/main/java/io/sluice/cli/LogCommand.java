// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Exchange;
import io.sluice.cli.client.LogLine;
import io.sluice.cli.client.LogTail;
import io.sluice.cli.client.Node;
import io.sluice.cli.text.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice log}: shows the latest lines of a router's log, and those to come. */
@Command(name = "log", sortOptions = false, customSynopsis = "sluice log [OPTIONS]",
    versionProvider = CommonOptions.Version.class,
    header = "Show the latest lines of a router's log.",
    description = {"A router keeps its latest 1000 lines. What it writes is changed at run time by, for instance,",
        "'sluice manage update --type log --name log/ROUTER enable=debug+'."},
    footer = {"", "Exit status: 0 done, 1 refused by the router, 2 wrong command line, 3 no connection or no answer."})
final class LogCommand implements Callable<Integer> {

    private static final List<String> LEVELS = List.of("trace", "debug", "info", "notice", "warning", "error",
        "critical");
    private static final long POLL_MILLIS = 1000;
    private static final int RING = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-n", "--limit"}, paramLabel = "N", defaultValue = "50",
        description = "How many lines at first (default: ${DEFAULT-VALUE}); 0 for all.")
    private int limit;

    @Option(names = {"-f", "--follow"}, description = "Go on with what is written from now on. Ctrl-C ends it.")
    private boolean follow;

    @Option(names = "--module", paramLabel = "NAME", split = ",", description = "Only lines of these modules.")
    private List<String> modules = List.of();

    @Option(names = "--level", paramLabel = "LEVEL", completionCandidates = Levels.class,
        description = "Only lines of this level and worse: ${COMPLETION-CANDIDATES}.")
    private String level = "trace";

    @Option(names = "--json", description = "Each line as a JSON object.")
    private boolean json;

    @ArgGroup(exclusive = true, heading = "%nWhich router (default: the one that is connected)%n", order = 2)
    private Targets target = new Targets();

    @ArgGroup(validate = false, heading = BusOptions.HEADING, order = 4)
    private BusOptions bus = new BusOptions();

    @Mixin
    private CommonOptions common;

    /** For help and completion. */
    static final class Levels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return LEVELS.iterator();
        }
    }

    @Override
    public Integer call() throws ClientException, InterruptedException {
        if (!LEVELS.contains(level.toLowerCase(Locale.ROOT))) {
            throw new ParameterException(spec.commandLine(), "--level: there is no level '" + level + "'; there are "
                + String.join(", ", LEVELS));
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Exchange exchange = bus.open(spec.commandLine())) {
            Node node = target.node(exchange);
            LogTail tail = new LogTail();
            List<LogLine> first = tail.next(lines(node)).stream().filter(this::wanted).toList();
            first.subList(limit > 0 ? Math.max(0, first.size() - limit) : 0, first.size())
                .forEach(line -> out.println(text(line)));
            out.flush();
            while (follow && !out.checkError()) {
                Thread.sleep(POLL_MILLIS);
                tail.next(lines(node)).stream().filter(this::wanted).forEach(line -> out.println(text(line)));
                out.flush();
            }
        }
        return 0;
    }

    private static List<LogLine> lines(Node node) throws ClientException {
        return LogLine.read(node.call("GET-LOG", Map.of("limit", (long) RING), null));
    }

    private boolean wanted(LogLine line) {
        return (modules.isEmpty() || modules.stream().anyMatch(module -> module.equalsIgnoreCase(line.module())))
            && LEVELS.indexOf(line.level()) >= LEVELS.indexOf(level.toLowerCase(Locale.ROOT));
    }

    private String text(LogLine line) {
        return json ? Json.write(line.map(), -1) : line.toString();
    }
}
