// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagementException;
import io.sluice.management.api.SchemaException;

/**
 * Makes and removes configured entities while the router runs, by the same checks as the configuration file. Requests
 * are served one at a time, so that two of them cannot take one name.
 */
@Component(service = Configurator.class)
public final class RuntimeConfigurator implements Configurator {

    private static final String EXCHANGE = "exchange";
    private static final String KEY_BINDING = "binding";

    private static final long TIMEOUT_MILLIS = 10_000;
    /** Types that only change tables of the core. */
    private static final Set<String> ROUTING = Set.of("address", "linkRoute", "autoLink", EXCHANGE, KEY_BINDING);
    /** Attributes whose refusal means that a port is taken, which may change without our doing. */
    private static final Set<String> BINDING = Set.of("host", "port");

    private final EntitySchema schema = EntitySchema.standard();
    private final Environment environment = new Environment(System.getenv());
    private final Pusher pusher;
    private final ReportBoard board;
    private final long timeoutMillis;

    /** Makes the service; called by the component runtime. */
    @Activate
    public RuntimeConfigurator(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ConfigurationAdmin admin,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ReportBoard board) {
        this(admin, board, TIMEOUT_MILLIS);
    }

    RuntimeConfigurator(ConfigurationAdmin admin, ReportBoard board, long timeoutMillis) {
        this.pusher = new Pusher(admin, board, ProcessMark.text());
        this.board = board;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public synchronized String create(String typeName, String name, Map<String, ?> attributes)
            throws ManagementException {
        EntityType type = type(typeName, "CREATE");
        Section section = checked(type, name, attributes);
        try {
            List<Configuration> present = present(type);
            section = new Identities(used(type, present)).identify(section);
            for (String attribute : Section.UNIQUE) {
                if (section.mustBeUnique(attribute)) {
                    conflict(section, attribute, present);
                }
            }
            pusher.push(section, pusher.managementOrigin());
            String pid = Pusher.pid(section);
            board.await(Set.of(pid), timeoutMillis);
            settle(section, board.result(pid));
            return section.identity();
        } catch (IOException e) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ManagementException(ManagementException.INTERNAL_ERROR, "interrupted");
        }
    }

    @Override
    public synchronized void update(String typeName, String identity, Map<String, ?> changes)
            throws ManagementException {
        EntityType type = type(typeName, "UPDATE");
        try {
            for (Configuration configuration : present(type)) {
                if (identity.equals(configuration.getProperties().get("identity"))) {
                    change(type, configuration, changes);
                    return;
                }
            }
        } catch (IOException e) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ManagementException(ManagementException.INTERNAL_ERROR, "interrupted");
        }
        throw new ManagementException(ManagementException.NOT_FOUND, "No entity with identity=" + identity);
    }

    private void change(EntityType type, Configuration configuration, Map<String, ?> changes)
            throws ManagementException, IOException, InterruptedException {
        String pid = configuration.getPid();
        Dictionary<String, Object> old = configuration.getProperties();
        board.forget(pid);
        configuration.update(pusher.changed(old, changes));
        board.await(Set.of(pid), timeoutMillis);
        ReportBoard.Result result = board.result(pid);
        if (result == null || !result.applied()) {
            board.forget(pid);
            configuration.update(old);
            throw failed(type.sectionName(), result);
        }
    }

    @Override
    public synchronized void delete(String typeName, String identityOrName) throws ManagementException {
        EntityType type = type(typeName, "DELETE");
        if (identityOrName == null || identityOrName.isEmpty()) {
            throw bad("No name or identity provided");
        }
        try {
            for (String attribute : List.of("identity", "name")) {
                for (Configuration configuration : present(type)) {
                    if (identityOrName.equals(configuration.getProperties().get(attribute))) {
                        if (type.sectionName().equals(EXCHANGE)) {
                            deleteBindings(configuration.getProperties().get("name"));
                        }
                        board.forget(configuration.getPid());
                        configuration.delete();
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, e.toString());
        }
        throw new ManagementException(ManagementException.NOT_FOUND, "No entity with name=" + identityOrName);
    }

    /** Bindings go with their exchange. */
    private void deleteBindings(Object exchange) throws IOException {
        for (Configuration configuration : present(schema.type(KEY_BINDING))) {
            if (exchange.equals(configuration.getProperties().get("exchangeName"))) {
                board.forget(configuration.getPid());
                configuration.delete();
            }
        }
    }

    private EntityType type(String typeName, String operation) throws ManagementException {
        EntityType type = schema.type(typeName);
        if (type == null) {
            throw bad("No such entity type '" + typeName + "'");
        }
        if (!type.section() || !type.operations().contains(operation)) {
            throw new ManagementException(ManagementException.FORBIDDEN, "Operation '" + operation
                + "' not implemented for '" + type.fullName() + "' " + type.operations().stream()
                    .map(known -> "'" + known + "'").collect(Collectors.joining(", ", "[", "]")));
        }
        return type;
    }

    private Section checked(EntityType type, String name, Map<String, ?> attributes) throws ManagementException {
        Map<String, RawValue> values = new LinkedHashMap<>();
        attributes.forEach((key, value) -> {
            if (value != null) {
                values.put(key, new RawValue(value, 0));
            }
        });
        if (name != null) {
            RawValue given = values.put("name", new RawValue(name, 0));
            if (given != null && !given.value().equals(name)) {
                throw bad("Conflicting values for 'name'");
            }
        }
        String mode = mode();
        SectionCheck check = new SectionCheck(
            new RawSection(type.shortName(), "request", 0, values), mode.equals("standalone"));
        Section section = check.check(schema);
        refuse(type, check.refusals());
        check.warnings().forEach(LoggerFactory.getLogger("AGENT")::warn);
        try {
            refuse(type, new SectionRules(profiles(), mode).check(section));
            return withPasswords(section);
        } catch (IOException e) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, e.toString());
        } catch (SchemaException e) {
            throw bad(e.getMessage());
        }
    }

    private String mode() throws ManagementException {
        try {
            return pusher.mode();
        } catch (IOException e) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, e.toString());
        }
    }

    private void refuse(EntityType type, List<SectionCheck.Refusal> refusals) throws ManagementException {
        if (!refusals.isEmpty()) {
            SectionCheck.Refusal first = refusals.get(0);
            String text = first.cause().getMessage();
            boolean bare = text.startsWith("Invalid") || text.startsWith("not supported");
            throw bad(bare ? type.fullName() + ": "
                + (text.startsWith("not") && first.attribute() != null ? first.attribute() + ": " : "") + text : text);
        }
    }

    private Section withPasswords(Section section) throws SchemaException {
        List<String> warnings = new ArrayList<>();
        Section resolved = new Passwords(environment).resolve(section, warnings);
        warnings.forEach(LoggerFactory.getLogger("CONN_MGR")::warn);
        return resolved;
    }

    private Set<String> profiles() throws IOException {
        return present(schema.type("sslProfile")).stream()
            .map(configuration -> String.valueOf(configuration.getProperties().get("name")))
            .collect(Collectors.toSet());
    }

    private List<Configuration> present(EntityType type) throws IOException {
        String start = Pusher.factoryPid(type.sectionName()) + "~";
        return pusher.ours("").stream().filter(configuration -> configuration.getPid().startsWith(start)).toList();
    }

    /** Returns the highest number that an identity of the type has. */
    private static Map<String, Integer> used(EntityType type, List<Configuration> present) {
        int highest = -1;
        for (Configuration configuration : present) {
            String identity = String.valueOf(configuration.getProperties().get("identity"));
            String number = identity.substring(identity.indexOf('/') + 1);
            if (number.matches("\\d{1,9}")) {
                highest = Math.max(highest, Integer.parseInt(number));
            }
        }
        return highest < 0 ? Map.of() : Map.of(type.sectionName(), highest);
    }

    private static void conflict(Section section, String attribute, List<Configuration> present)
            throws ManagementException {
        Object value = section.values().get(attribute);
        for (Configuration configuration : present) {
            Dictionary<String, Object> properties = configuration.getProperties();
            if (value != null && value.equals(properties.get(attribute))) {
                boolean routing = ROUTING.contains(section.type().sectionName());
                throw bad(routing ? attribute.equals("name") ? "Name conflicts with an existing entity"
                    : "Already exists" : "adding " + section.type().sectionName() + " '" + value
                    + "' duplicates unique attribute '" + attribute + "' from existing "
                    + properties.get("identity"));
            }
        }
    }

    /** Takes back what was refused; a listener whose port is taken stays and goes on trying. */
    private void settle(Section section, ReportBoard.Result result)
            throws ManagementException, IOException {
        if (result != null && result.applied()) {
            return;
        }
        String type = section.type().sectionName();
        ManagementException failure = failed(type, result);
        if (result != null && type.equals("listener") && result.attribute() != null
                && BINDING.contains(result.attribute())) {
            LoggerFactory.getLogger("CONN_MGR").error("{}: {}", section.identity(), failure.getMessage());
            return;
        }
        reject(section);
        if (result != null && ROUTING.contains(type)) {
            // There is nothing in the system that could have failed: the request contradicts what there is.
            throw bad(result.text());
        }
        throw failure;
    }

    private ManagementException failed(String type, ReportBoard.Result result) {
        String reason = result == null ? Activation.unclaimed(type, timeoutMillis)
            : type.equals("vhost") ? "PolicyError: " + result.text()
            : (result.attribute() == null ? "" : result.attribute() + ": ") + result.text();
        return new ManagementException(ManagementException.INTERNAL_ERROR, reason);
    }

    private void reject(Section section) throws IOException {
        for (Configuration configuration : present(section.type())) {
            if (configuration.getPid().equals(Pusher.pid(section))) {
                configuration.delete();
            }
        }
        board.forget(Pusher.pid(section));
    }

    private static ManagementException bad(String text) {
        return new ManagementException(ManagementException.BAD_REQUEST, text);
    }
}
