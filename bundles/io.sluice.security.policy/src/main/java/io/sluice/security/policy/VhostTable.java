// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySource;
import io.sluice.security.api.AddressFilter;

/** The vhosts there are, by name, and their entities. Any thread. */
@Component(service = VhostTable.class)
public final class VhostTable {

    private static final Logger LOG = LoggerFactory.getLogger("POLICY");

    private final EntityRegistry<VhostEntity> vhosts = new EntityRegistry<>(VhostEntity.TYPE);
    private final EntityRegistry<VhostStatsEntity> stats = new EntityRegistry<>(VhostStatsEntity.TYPE);
    /** Connections may be here before their vhost, when the policy is replaced. */
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    // guarded by this
    private final List<VhostEntity> entities = new ArrayList<>();
    // Replaced as a whole; written under this object's lock.
    private volatile Map<String, VhostEntity> byName = Map.of();

    /** Called by the component runtime. */
    @Activate
    public VhostTable(BundleContext context) {
        context.registerService(EntitySource.class, vhosts, null);
        context.registerService(EntitySource.class, stats, null);
    }

    VhostTable() {
    }

    EntityRegistry<VhostEntity> vhosts() {
        return vhosts;
    }

    EntityRegistry<VhostStatsEntity> stats() {
        return stats;
    }

    /** Returns what is counted for a vhost, whether it is there already or not. */
    Counts counts(String hostname) {
        return counts.computeIfAbsent(hostname, key -> new Counts());
    }

    /** Takes a vhost, or new rules of one. */
    synchronized void put(VhostEntity entity, Vhost rules) throws PolicyException {
        check(entity, rules);
        entity.rules(rules);
        if (!entities.contains(entity)) {
            entities.add(entity);
            index();
            vhosts.add(entity);
            stats.add(entity.stats());
            LOG.info("Created policy rules for vhost {}", rules.hostname());
        }
        index();
    }

    synchronized void remove(VhostEntity entity) {
        if (entities.remove(entity)) {
            index();
            vhosts.remove(entity);
            stats.remove(entity.stats());
            counts.remove(entity.rules().hostname(), entity.counts());
        }
    }

    private void check(VhostEntity entity, Vhost rules) throws PolicyException {
        for (VhostEntity other : entities) {
            Vhost theirs = other.rules();
            if (other == entity) {
                continue;
            }
            if (theirs.hostname().equals(rules.hostname())) {
                throw new PolicyException(rules.hostname(), "hostname", "a vhost of this name already exists");
            }
            if (theirs.aliases().contains(rules.hostname())) {
                throw PolicyException.conflict("hostname", "Policy is creating vhost '" + rules.hostname()
                    + "' but that name is already an alias for vhost '" + theirs.hostname() + "'");
            }
            for (String alias : rules.aliases()) {
                if (theirs.hostname().equals(alias) || theirs.aliases().contains(alias)) {
                    throw PolicyException.conflict("aliases", "Policy for vhost '" + rules.hostname()
                        + "' defines alias '" + alias + "' which conflicts with an existing vhost named '"
                        + theirs.hostname() + "'");
                }
            }
        }
        if (rules.aliases().contains(rules.hostname())) {
            throw new PolicyException(rules.hostname(), "aliases", "Policy vhost '" + rules.hostname()
                + "' has an alias that is its own hostname");
        }
    }

    private void index() {
        Map<String, VhostEntity> next = new TreeMap<>();
        for (VhostEntity entity : entities) {
            next.put(entity.rules().hostname(), entity);
            entity.rules().aliases().forEach(alias -> next.put(alias, entity));
        }
        byName = next;
    }

    /**
     * Returns the vhost of a name, null if there is none.
     *
     * @param patterns names of vhosts are patterns
     */
    VhostEntity find(String name, boolean patterns) {
        Map<String, VhostEntity> names = byName;
        VhostEntity found = names.get(name);
        if (found != null || !patterns) {
            return found;
        }
        // The one that leaves the least open.
        return names.entrySet().stream().filter(entry -> AddressFilter.patterns(entry.getKey(), "").allows(name))
            .max(Comparator.comparingInt(entry -> entry.getKey().replaceAll("[*#]", "").length()))
            .map(Map.Entry::getValue).orElse(null);
    }
}
