// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;

import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedServiceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityRegistry;

/**
 * The {@code address} configurations: one service for all of them, as an address rule is only data. A change counts
 * for addresses that come into use after it.
 */
final class AddressRules implements ManagedServiceFactory {

    /** The factory PID. */
    static final String PID = "io.sluice.address";

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final RouterCore core;
    private final Reports reports;
    private final EntityRegistry<AddressRuleEntity> entities = new EntityRegistry<>(EntityTypes.ADDRESS_CONFIG);
    // control thread only
    private final Map<String, AddressRule> byPid = new HashMap<>();
    private long identities;

    AddressRules(RouterCore core, Reports reports) {
        this.core = core;
        this.reports = reports;
    }

    EntityRegistry<AddressRuleEntity> entities() {
        return entities;
    }

    /**
     * Takes the configurations that are there already, ahead of any link: Configuration Admin would bring them later,
     * and the addresses of replayed links would be made without them.
     */
    void preload(ConfigurationAdmin admin) {
        try {
            Configuration[] present = admin.listConfigurations(
                    "(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + PID + ")");
            for (Configuration configuration : present == null ? new Configuration[0] : present) {
                Dictionary<String, Object> properties = configuration.getProperties();
                if (properties != null) {
                    updated(configuration.getPid(), properties);
                }
            }
        } catch (IOException | InvalidSyntaxException | IllegalStateException e) {
            log.error("Address configurations cannot be read ahead: {}", e.toString());
        }
    }

    @Override
    public String getName() {
        return "Address configuration";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        Map<String, Object> copy = new HashMap<>();
        for (String key : Collections.list(properties.keys())) {
            copy.put(key, properties.get(key));
        }
        core.control().order(() -> apply(pid, copy));
    }

    @Override
    public void deleted(String pid) {
        core.control().order(() -> {
            remove(pid);
            reports.forget(pid);
        });
    }

    private void apply(String pid, Map<String, Object> properties) {
        try {
            AddressRule old = byPid.get(pid);
            String identity = old == null ? Long.toString(++identities) : old.identity();
            replace(AddressRuleReader.read(pid, identity, properties));
            reports.applied(pid, null);
        } catch (RuleException e) {
            log.error("Address configuration refused: {}", e.getMessage());
            reports.rejected(pid, e.attribute(), e.getMessage());
        }
    }

    /** A rule that is refused leaves the one it was to replace in force. */
    private void replace(AddressRule rule) throws RuleException {
        if (rule.equals(byPid.get(rule.pid()))) {
            return;
        }
        AddressTable table = core.table();
        AddressRule equal = table.ruleFor(rule.pattern());
        if (equal != null && !equal.pid().equals(rule.pid())) {
            throw new RuleException(rule.patternAttribute(), "Already exists: '" + rule.pattern().text()
                    + "' means the same as the " + equal.patternAttribute() + " '" + equal.pattern().text() + "'");
        }
        remove(rule.pid());
        table.addRule(rule);
        byPid.put(rule.pid(), rule);
        entities.add(new AddressRuleEntity(rule));
    }

    private void remove(String pid) {
        AddressRule old = byPid.remove(pid);
        if (old != null) {
            core.table().removeRule(old);
            AddressRuleEntity entity = entities.get(old.identity());
            if (entity != null) {
                entities.remove(entity);
            }
        }
    }
}
