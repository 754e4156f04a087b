// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.rule.AutoLinkRule;
import io.sluice.routing.core.rule.AutoLinkRuleReader;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleKind;

/**
 * The {@code autoLink} configurations, each on every connection to a container that it is for. Control thread only,
 * except where said.
 */
final class AutoLinks implements RuleKind<AutoLinkRule> {

    /** The factory PID. */
    static final String PID = "io.sluice.autoLink";

    private final AutoLink.Retry retry;
    private final Set<CoreConnection> connections = new LinkedHashSet<>();
    private final Map<String, Activations> byPid = new LinkedHashMap<>();
    private volatile int count;

    AutoLinks(AutoLink.Retry retry) {
        this.retry = retry;
    }

    /** One rule wherever it is active. */
    private final class Activations {
        private final AutoLinkRule rule;
        private final Map<CoreConnection, AutoLink> links = new LinkedHashMap<>();
        private volatile AutoLinkStatus status = AutoLinkStatus.INACTIVE;

        Activations(AutoLinkRule rule) {
            this.rule = rule;
        }

        AutoLink activate(CoreConnection connection) {
            AutoLink link = new AutoLink(rule, connection, retry, this::changed);
            links.put(connection, link);
            return link;
        }

        /** With several connections the best one counts; what went wrong is kept when the last one is gone. */
        private void changed() {
            status = links.values().stream().map(AutoLink::status)
                .max(Comparator.comparing(AutoLinkStatus::state)).orElse(AutoLinkStatus.INACTIVE);
        }
    }

    /** Returns how many are configured. Any thread. */
    int count() {
        return count;
    }

    // ---- configurations

    @Override
    public String entityType() {
        return EntityTypes.AUTO_LINK_CONFIG;
    }

    @Override
    public AutoLinkRule read(Origin origin, Map<String, Object> properties) throws RuleException {
        return AutoLinkRuleReader.read(origin, properties);
    }

    @Override
    public void put(AutoLinkRule old, AutoLinkRule rule) {
        if (old != null) {
            remove(old);
        }
        Activations activations = new Activations(rule);
        byPid.put(rule.pid(), activations);
        count = byPid.size();
        for (CoreConnection connection : connections) {
            if (rule.matches(connection.descriptor())) {
                activations.activate(connection).activate(null);
            }
        }
    }

    @Override
    public void remove(AutoLinkRule rule) {
        Activations activations = byPid.remove(rule.pid());
        count = byPid.size();
        if (activations != null) {
            activations.links.values().forEach(AutoLink::deactivate);
        }
    }

    @Override
    public ManagedEntity entity(AutoLinkRule rule) {
        Activations activations = byPid.get(rule.pid());
        return AutoLinkEntity.of(rule, () -> activations.status);
    }

    // ---- connections

    /** A connection to a container is open, and has announced what an earlier router began there. */
    void opened(CoreConnection connection, List<Link> announced) {
        connections.add(connection);
        for (Activations activations : byPid.values()) {
            if (activations.rule.matches(connection.descriptor())) {
                AutoLink link = activations.activate(connection);
                link.activate(announced.stream().filter(link::wants).findFirst().orElse(null));
            }
        }
    }

    void closed(CoreConnection connection) {
        if (connections.remove(connection)) {
            for (Activations activations : byPid.values()) {
                AutoLink link = activations.links.get(connection);
                if (link != null) {
                    link.deactivate();
                    activations.links.remove(connection);
                }
            }
        }
    }
}
