// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.ManagedEntity;
import io.sluice.routing.core.address.LinkRouteKeys;
import io.sluice.routing.core.address.PatternTree;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleKind;

/**
 * The link routes and where they lead: the {@code linkRoute} configurations, and those that connections bring. Several
 * may have one pattern, for several containers. Control thread only, except {@link #count} and {@link #isActive}.
 */
public final class LinkRoutes implements RuleKind<LinkRouteRule> {

    /** The factory PID. */
    public static final String PID = "io.sluice.linkRoute";

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final PatternTree<LinkRouteAddress> in = new PatternTree<>();
    private final PatternTree<LinkRouteAddress> out = new PatternTree<>();
    private final Map<LinkRouteRule, LinkRouteAddress> addresses = new LinkedHashMap<>();
    private final Set<CoreConnection> connections = new LinkedHashSet<>();
    private final EntityRegistry<ManagedEntity> addressEntities;
    private CoreNetwork network;
    private final List<Consumer<LinkRouteAddress>> watchers = new ArrayList<>();
    private volatile int configured;
    private volatile Set<LinkRouteRule> active = Set.of();

    LinkRoutes(EntityRegistry<ManagedEntity> addressEntities) {
        this.addressEntities = addressEntities;
    }

    /** Names who tells other routers of addresses, before the first rule. */
    void network(CoreNetwork others) {
        network = others;
    }

    // ---- any thread

    /** Returns how many are configured. */
    int count() {
        return configured;
    }

    boolean isActive(LinkRouteRule rule) {
        return active.contains(rule);
    }

    // ---- rules

    /** Has somebody told of every address that has got a way or has lost one. */
    public void watch(Consumer<LinkRouteAddress> watcher) {
        watchers.add(watcher);
    }

    /** Returns what links are routed by. */
    public Collection<LinkRouteAddress> addresses() {
        return List.copyOf(addresses.values());
    }

    @Override
    public String entityType() {
        return EntityTypes.LINK_ROUTE_CONFIG;
    }

    @Override
    public LinkRouteRule read(Origin origin, Map<String, Object> properties) throws RuleException {
        return LinkRouteRuleReader.read(origin.pid(), origin.identity(properties), properties);
    }

    @Override
    public void put(LinkRouteRule old, LinkRouteRule rule) {
        if (old != null) {
            remove(old);
        }
        configured++;
        add(rule);
    }

    /** Puts a rule into force, of whatever origin. */
    void add(LinkRouteRule rule) {
        LinkRouteAddress address = obtain(rule.incoming(), rule.pattern().tokens(), rule.key());
        address.add(rule);
        addresses.put(rule, address);
        for (CoreConnection connection : connections) {
            activate(rule, connection);
        }
    }

    @Override
    public void remove(LinkRouteRule rule) {
        configured--;
        drop(rule);
    }

    /** Takes a rule out of force, of whatever origin. Links that were routed by it stay. */
    void drop(LinkRouteRule rule) {
        LinkRouteAddress address = addresses.remove(rule);
        if (address == null) {
            return;
        }
        for (CoreConnection connection : connections) {
            deactivate(rule, address, connection);
        }
        address.remove(rule);
        tell(address);
        dropUnused(rule.incoming(), rule.pattern().tokens(), address);
    }

    private LinkRouteAddress obtain(boolean incoming, List<String> tokens, String key) {
        LinkRouteAddress address = tree(incoming).get(tokens);
        if (address == null) {
            address = new LinkRouteAddress(key, LinkRouteKeys.key(incoming, tokens));
            tree(incoming).putIfAbsent(tokens, address);
            addressEntities.add(LinkRouteAddressEntity.of(address));
        }
        return address;
    }

    private void dropUnused(boolean incoming, List<String> tokens, LinkRouteAddress address) {
        if (address.isUsed()) {
            return;
        }
        tree(incoming).remove(tokens);
        ManagedEntity entity = addressEntities.get(address.key());
        if (entity != null) {
            addressEntities.remove(entity);
        }
    }

    /** Other routers are to know where there is a container now. */
    private void tell(LinkRouteAddress address) {
        network.local(address.networkKey(), LocalAddresses.LINK_BALANCED, address.containerCount() > 0);
    }

    // ---- other routers

    /** Another router has a container for links to an address; false if the key is none of a link route. */
    boolean addRemote(String key, RemoteRouter router) {
        List<String> tokens = LinkRouteKeys.tokens(key);
        if (tokens.isEmpty()) {
            return false;
        }
        obtain(LinkRouteKeys.isIncoming(key), tokens, key).add(router);
        return true;
    }

    void removeRemote(String key, RemoteRouter router) {
        boolean incoming = LinkRouteKeys.isIncoming(key);
        List<String> tokens = LinkRouteKeys.tokens(key);
        LinkRouteAddress address = tree(incoming).get(tokens);
        if (address != null) {
            address.remove(router);
            dropUnused(incoming, tokens, address);
        }
    }

    @Override
    public ManagedEntity entity(LinkRouteRule rule) {
        return LinkRouteEntity.of(rule, this);
    }

    private PatternTree<LinkRouteAddress> tree(boolean incoming) {
        return incoming ? in : out;
    }

    // ---- connections

    /** A connection has opened, and has announced the links that it had before. */
    void opened(CoreConnection connection) {
        connections.add(connection);
        for (LinkRouteRule rule : addresses.keySet()) {
            activate(rule, connection);
        }
    }

    void closed(CoreConnection connection) {
        if (connections.contains(connection)) {
            addresses.forEach((rule, address) -> deactivate(rule, address, connection));
            connections.remove(connection);
        }
        for (LinkRouteRule rule : List.copyOf(addresses.keySet())) {
            if (rule.owner() == connection) {
                drop(rule);
            }
        }
    }

    private void activate(LinkRouteRule rule, CoreConnection connection) {
        if (rule.leadsTo(connection)) {
            LinkRouteAddress address = addresses.get(rule);
            address.activate(rule, connection);
            tell(address);
            noteActive(address);
            log.info("Link Route Activated {}", rule.logText(connection));
        }
    }

    private void deactivate(LinkRouteRule rule, LinkRouteAddress address, CoreConnection connection) {
        if (address.deactivate(rule, connection)) {
            tell(address);
            noteActive(address);
            log.info("Link Route Deactivated {}", rule.logText(connection));
        }
    }

    private void noteActive(LinkRouteAddress changed) {
        Set<LinkRouteRule> now = new LinkedHashSet<>();
        addresses.forEach((rule, address) -> {
            if (address.isActive(rule)) {
                now.add(rule);
            }
        });
        active = now;
        watchers.forEach(watcher -> watcher.accept(changed));
    }

    // ---- links

    /** Returns what routes links to an address, null if they are not routed. */
    public LinkRouteAddress match(boolean incoming, String address) {
        return tree(incoming).match(address);
    }
}
