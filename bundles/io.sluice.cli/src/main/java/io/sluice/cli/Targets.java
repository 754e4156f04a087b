// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.cli.client.Exchange;
import io.sluice.cli.client.Node;
import picocli.CommandLine.Option;

/** The options that say which router of a network to ask. */
final class Targets {

    @Option(names = {"-r", "--router"}, paramLabel = "ID", description = "Router of the network, by its id.")
    private String router;

    @Option(names = {"-d", "--edge-router"}, paramLabel = "ID", description = "Edge router, by its id.")
    private String edge;

    Node node(Exchange exchange) {
        return node(exchange, router, edge);
    }

    static Node node(Exchange exchange, String router, String edge) {
        return router != null ? Node.router(exchange, router)
            : edge != null ? Node.edge(exchange, edge) : Node.local(exchange);
    }
}
