// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.grack.nanojson.JsonParserException;
import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Exchange;
import io.sluice.cli.text.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice manage}: asks for entities and changes them. */
@Command(name = "manage", sortOptions = false, versionProvider = CommonOptions.Version.class,
    header = "Ask for the entities of a router, create, change and delete them.",
    customSynopsis = "sluice manage OPERATION [OPTIONS] [ATTRIBUTE[=VALUE]...]",
    description = {"", "Operations:",
        "  query [ATTRIBUTE...]        entities of --type, or of all types",
        "  create ATTRIBUTE=VALUE...   a new entity of --type",
        "  read                        one entity, by --name or --identity",
        "  update ATTRIBUTE=VALUE...   change an entity",
        "  delete                      remove an entity",
        "  get-types, get-attributes, get-operations, get-annotations",
        "                              what there is, for --type or all types",
        "  get-schema, get-json-schema all types with all attributes",
        "  get-mgmt-nodes              management addresses of the network",
        "  get-log                     latest lines of the log (limit=N)",
        "Any other word is sent as it is, with --body and --properties.", "",
        "A type may be given short: listener, connector, address, linkRoute, log, connection..."},
    footer = {"", "Exit status: 0 done, 1 refused by the router, 2 wrong command line, 3 no connection or no answer.",
        "", "Examples:",
        "  sluice manage query --type listener name port",
        "  sluice manage create --type address prefix=jobs distribution=multicast --name jobs",
        "  sluice manage update --type log --name log/ROUTER enable=debug+",
        "  sluice manage delete --type address --name jobs",
        "  sluice manage create --type address --stdin < addresses.json"})
final class ManageCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OPERATION", hidden = true, completionCandidates = ManageOperations.class)
    private String operation;

    @Parameters(index = "1..*", paramLabel = "ATTRIBUTE", hidden = true)
    private List<String> arguments = List.of();

    @Option(names = "--type", paramLabel = "TYPE", description = "Type of entity.")
    private String type;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the entity.")
    private String name;

    @Option(names = "--identity", paramLabel = "ID", description = "Identity of the entity.")
    private String identity;

    @Option(names = "--attributes", paramLabel = "NAMES", split = ",",
        description = "query: the attributes to show, as are those named without option.")
    private List<String> attributes = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "query: at most so many; 0 for all.")
    private int limit;

    @Option(names = "--stdin",
        description = "create, update, delete: read attributes from standard input, a JSON object or a list of them.")
    private boolean stdin;

    @Option(names = "--body", paramLabel = "JSON", description = "Other operations: body of the request.")
    private String body;

    @Option(names = "--properties", paramLabel = "JSON",
        description = "Other operations: further properties of the request, an object.")
    private String properties;

    @Option(names = "--indent", paramLabel = "N", defaultValue = "2",
        description = "Blanks per level of the JSON that is printed; -1 for one line (default: ${DEFAULT-VALUE}).")
    private int indent;

    @Option(names = {"-v", "--verbose"}, description = "Say on standard error whom is asked for what.")
    private boolean verbose;

    @ArgGroup(exclusive = true, heading = "%nWhich router (default: the one that is connected)%n", order = 2)
    private Targets target = new Targets();

    @ArgGroup(validate = false, heading = BusOptions.HEADING, order = 4)
    private BusOptions bus = new BusOptions();

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws ClientException {
        List<String> names = new ArrayList<>(attributes);
        ManageRequest request;
        try {
            request = ManageRequest.of(operation, arguments, names, type, name, identity, limit, indent,
                stdin ? input() : null, json("--body", body), json("--properties", properties));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Exchange exchange = bus.open(spec.commandLine())) {
            if (verbose) {
                spec.commandLine().getErr().println(operation.toUpperCase(Locale.ROOT) + " at "
                    + target.node(exchange).address() + ", " + exchange.peer());
            }
            Object result = request.perform(target.node(exchange));
            if (result instanceof ManageRequest.Raw raw) {
                out.println(raw.text());
            } else if (result != null) {
                out.println(Json.write(result, indent));
            }
            out.flush();
        }
        return 0;
    }

    private Object input() throws ClientException {
        try {
            return json("--stdin", new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ClientException("Cannot read standard input: " + e.getMessage(), e);
        }
    }

    private Object json(String option, String text) {
        if (text == null) {
            return null;
        }
        try {
            return Json.read(text);
        } catch (JsonParserException e) {
            throw new ParameterException(spec.commandLine(), option + " is no JSON: " + e.getMessage(), e);
        }
    }
}
