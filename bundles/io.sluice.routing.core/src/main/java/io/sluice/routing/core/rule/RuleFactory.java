// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedServiceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;

/**
 * The configurations of one factory PID that are only data: one service for all of them, and their management
 * entities.
 *
 * @param <R> the kind's rule
 */
public final class RuleFactory<R> implements ManagedServiceFactory {

    private record Entry<R>(R rule, ManagedEntity entity) {}

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final String pid;
    private final RuleKind<R> kind;
    private final Executor control;
    private final Reports reports;
    private final EntityRegistry<ManagedEntity> entities;
    // control thread only
    private final Map<String, Entry<R>> byPid = new HashMap<>();
    private long identities;

    /**
     * Makes a factory.
     *
     * @param pid the factory PID
     */
    public RuleFactory(String pid, RuleKind<R> kind, Executor control, Reports reports) {
        this.pid = pid;
        this.kind = kind;
        this.control = control;
        this.reports = reports;
        this.entities = new EntityRegistry<>(kind.entityType());
    }

    public String pid() {
        return pid;
    }

    public EntityRegistry<ManagedEntity> entities() {
        return entities;
    }

    /**
     * Takes the configurations that are there already, ahead of any link: Configuration Admin would bring them later,
     * and the addresses of replayed links would be made without them.
     */
    public void preload(ConfigurationAdmin admin) {
        try {
            Configuration[] present = admin.listConfigurations(
                    "(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + pid + ")");
            for (Configuration configuration : present == null ? new Configuration[0] : present) {
                Dictionary<String, Object> properties = configuration.getProperties();
                if (properties != null) {
                    updated(configuration.getPid(), properties);
                }
            }
        } catch (IOException | InvalidSyntaxException | IllegalStateException e) {
            log.error("Configurations of {} cannot be read ahead: {}", pid, e.toString());
        }
    }

    @Override
    public String getName() {
        return kind.entityType() + " configuration";
    }

    @Override
    public void updated(String configurationPid, Dictionary<String, ?> properties) {
        Map<String, Object> copy = new HashMap<>();
        for (String key : Collections.list(properties.keys())) {
            copy.put(key, properties.get(key));
        }
        control.execute(() -> apply(configurationPid, copy));
    }

    @Override
    public void deleted(String configurationPid) {
        control.execute(() -> {
            Entry<R> old = byPid.remove(configurationPid);
            if (old != null) {
                kind.remove(old.rule());
                // Last: who sees that it is gone may rely on it.
                entities.remove(old.entity());
            }
            reports.forget(configurationPid);
        });
    }

    private void apply(String configurationPid, Map<String, Object> properties) {
        Entry<R> old = byPid.get(configurationPid);
        try {
            String identity = old == null ? Long.toString(++identities) : old.entity().identity();
            R rule = kind.read(new RuleKind.Origin(configurationPid, identity), properties);
            if (old == null || !rule.equals(old.rule())) {
                kind.put(old == null ? null : old.rule(), rule);
                Entry<R> entry = new Entry<>(rule, kind.entity(rule));
                byPid.put(configurationPid, entry);
                if (old != null) {
                    entities.remove(old.entity());
                }
                entities.add(entry.entity());
            }
            reports.applied(configurationPid, null);
        } catch (RuleException e) {
            log.error("A configuration of {} is refused: {}", kind.entityType(), e.getMessage());
            reports.rejected(configurationPid, e.attribute(), e.getMessage());
        }
    }
}
