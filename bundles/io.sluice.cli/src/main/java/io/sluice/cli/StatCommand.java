// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Exchange;
import io.sluice.cli.client.Node;
import io.sluice.cli.client.Rows;
import io.sluice.cli.stat.Asked;
import io.sluice.cli.stat.View;
import io.sluice.cli.text.Output;
import io.sluice.cli.text.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice stat}: shows what a router is doing. */
@Command(name = "stat", sortOptions = false, versionProvider = CommonOptions.Version.class,
    header = "Show what a router is doing.",
    customSynopsis = "sluice stat [VIEW] [OPTIONS]",
    footer = {"", "Exit status: 0 done, 1 refused by the router, 2 wrong command line, 3 no connection or no answer.",
        "", "Examples:",
        "  sluice stat -c                        connections of the router on this machine",
        "  sluice stat -a -b amqps://host        addresses of another one, over TLS",
        "  sluice stat -l --json | jq .[].rows   links, for programs"})
final class StatCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true, heading = "%nViews%n", order = 1)
    private Views views = new Views();

    @ArgGroup(exclusive = true, heading = "%nWhich router (default: the one that is connected)%n", order = 2)
    private Target target = new Target();

    @ArgGroup(exclusive = true, heading = "%nOutput%n", order = 3)
    private Format format = new Format();

    @Option(names = {"-v", "--verbose"}, description = "Show all columns.")
    private boolean verbose;

    @Option(names = "--limit", paramLabel = "N", description = "Show at most N rows; 0 for all.")
    private int limit;

    @ArgGroup(validate = false, heading = BusOptions.HEADING, order = 4)
    private BusOptions bus = new BusOptions();

    @Mixin
    private CommonOptions common;

    /** One of them. */
    static final class Views {
        @Option(names = {"-g", "--general"}, description = "The router and its counters (default).")
        private boolean general;
        @Option(names = {"-c", "--connections"}, description = "Connections.")
        private boolean connections;
        @Option(names = {"-l", "--links"}, description = "Links.")
        private boolean links;
        @Option(names = {"-a", "--address"}, description = "Addresses.")
        private boolean addresses;
        @Option(names = {"-n", "--nodes"}, description = "Routers of the network.")
        private boolean nodes;
        @Option(names = {"-e", "--edge"}, description = "Connections of edge routers.")
        private boolean edge;
        @Option(names = {"-m", "--memory"}, description = "Memory.")
        private boolean memory;
        @Option(names = {"-p", "--policy"}, description = "Policy of the router.")
        private boolean policy;
        @Option(names = "--autolinks", description = "Auto-links.")
        private boolean autolinks;
        @Option(names = "--linkroutes", description = "Link routes.")
        private boolean linkroutes;
        @Option(names = "--vhosts", description = "Vhosts.")
        private boolean vhosts;
        @Option(names = "--vhostgroups", description = "User groups of vhosts.")
        private boolean vhostgroups;
        @Option(names = "--vhoststats", description = "Counters of vhosts.")
        private boolean vhoststats;
        @Option(names = "--log", description = "Latest lines of the log.")
        private boolean log;
        @Option(names = "--all-entities", description = "All of it.")
        private boolean all;

        private List<View> chosen() {
            if (all) {
                return List.of(View.values());
            }
            boolean[] flags = {general, connections, links, addresses, nodes, edge, autolinks, linkroutes, memory,
                policy, vhosts, vhostgroups, vhoststats, log};
            for (int i = 0; i < flags.length; i++) {
                if (flags[i]) {
                    return List.of(View.values()[i]);
                }
            }
            return List.of(View.GENERAL);
        }
    }

    /** One of them. */
    static final class Target {
        @Option(names = {"-r", "--router"}, paramLabel = "ID", description = "Router of the network, by its id.")
        private String router;
        @Option(names = {"-d", "--edge-router"}, paramLabel = "ID", description = "Edge router, by its id.")
        private String edge;
        @Option(names = "--all-routers", description = "All routers of the network.")
        private boolean all;

        private List<Node> nodes(Exchange exchange) throws ClientException {
            if (!all) {
                return List.of(Targets.node(exchange, router, edge));
            }
            Node local = Node.local(exchange);
            List<Node> nodes = new ArrayList<>();
            if (local.call("GET-MGMT-NODES", Map.of(), null) instanceof List<?> addresses) {
                addresses.forEach(address -> nodes.add(Node.at(exchange, address.toString())));
            }
            return nodes.isEmpty() ? List.of(local) : nodes;
        }
    }

    /** One of them. */
    static final class Format {
        @Option(names = "--csv", description = "Comma separated values.")
        private boolean csv;
        @Option(names = "--json", description = "JSON, with values as the router has them.")
        private boolean json;

        private Output.Form form() {
            return json ? Output.Form.JSON : csv ? Output.Form.CSV : Output.Form.TEXT;
        }
    }

    /** Returns the views that the options ask for. */
    List<View> chosen() {
        return views.chosen();
    }

    @Override
    public Integer call() throws ClientException {
        Output output = new Output(format.form());
        try (Exchange exchange = bus.open(spec.commandLine())) {
            for (Node node : target.nodes(exchange)) {
                Rows.Row router = router(node);
                Asked asked = new Asked(node, router, Math.max(0, limit), verbose);
                List<Table> tables = new ArrayList<>();
                for (View view : chosen()) {
                    tables.addAll(view.tables(asked));
                }
                output.add(router.text("id"), tables, Instant.now());
            }
        }
        spec.commandLine().getOut().print(output);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static Rows.Row router(Node node) throws ClientException {
        List<Rows.Row> rows = node.query("router", List.of(), 0).list();
        if (rows.isEmpty()) {
            throw new ClientException("The router at " + node.address() + " does not say who it is; its core may be"
                + " being replaced, try again");
        }
        return rows.get(0);
    }
}
