// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.sluice.management.api.ConnectionEntities;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.routing.api.AddressEdit;
import io.sluice.routing.core.address.AddressPattern;
import io.sluice.routing.core.rule.RuleException;
import io.sluice.routing.core.rule.RuleReader;

/**
 * Link routes that a peer makes by management, for links to itself. They end with its connection; the connection
 * remembers them for a later router.
 */
final class ConnectionLinkRoutes implements ConnectionEntities {

    private static final String MEMORY = "linkRoute ";
    private static final String GONE = "Parent connection no longer exists";
    private static final long LIMIT_SECONDS = 10;

    private final RouterCore core;
    private final LinkRoutes routes;
    private final AtomicLong identities = new AtomicLong();

    ConnectionLinkRoutes(RouterCore core, LinkRoutes routes) {
        this.core = core;
        this.routes = routes;
    }

    @Override
    public String entityType() {
        return EntityTypes.CONNECTION_LINK_ROUTE;
    }

    @Override
    public Collection<? extends ManagedEntity> entities(long connectionId) {
        CoreConnection connection = core.connection(connectionId);
        return connection == null ? List.of()
                : connection.linkRoutes().values().stream().map(ConnectionLinkRouteEntity::of).toList();
    }

    @Override
    public void mayCreate(long connectionId) throws ManagementException {
        requester(connectionId);
    }

    private CoreConnection requester(long connectionId) throws ManagementException {
        CoreConnection connection = core.connection(connectionId);
        if (connection == null) {
            throw refused(GONE);
        }
        if (!connection.peer().allowsLinkRoutes()) {
            throw new ManagementException(ManagementException.FORBIDDEN, "Forbidden");
        }
        return connection;
    }

    @Override
    public ManagedEntity create(long connectionId, String name, Map<String, ?> attributes)
            throws ManagementException {
        CoreConnection connection = requester(connectionId);
        Map<String, Object> values = Map.copyOf(attributes);
        String pattern = RuleReader.text(values, "pattern");
        if (pattern == null) {
            throw refused("Pattern field is required");
        }
        if (name != null && connection.linkRoutes().values().stream().anyMatch(rule -> name.equals(rule.name()))) {
            throw refused("Name conflicts with an existing entity");
        }
        try {
            LinkRouteRule rule = rule(connection, Long.toString(identities.incrementAndGet()), name, pattern,
                    LinkRouteRuleReader.incoming(values));
            if (!onControlThread(() -> add(connection, rule))) {
                throw refused(GONE);
            }
            return ConnectionLinkRouteEntity.of(rule);
        } catch (RuleException e) {
            throw refused(e.getMessage());
        }
    }

    private static LinkRouteRule rule(
            CoreConnection connection, String identity, String name, String text, boolean incoming)
            throws RuleException {
        AddressPattern pattern = AddressPattern.pattern(text);
        if (pattern.tokens().isEmpty()) {
            throw new RuleException("pattern", "Pattern invalid - no tokens");
        }
        return new LinkRouteRule(null, identity, name, false, pattern, incoming, connection.descriptor().container(),
                null, AddressEdit.NONE, connection);
    }

    private boolean add(CoreConnection connection, LinkRouteRule rule) {
        if (!connection.isOpen()) {
            return false;
        }
        connection.linkRoutes().put(rule.identity(), rule);
        connection.peer().memory().put(MEMORY + rule.identity(), rule.name() == null
                ? List.of(rule.pattern().text(), rule.direction())
                : List.of(rule.pattern().text(), rule.direction(), rule.name()));
        routes.add(rule);
        return true;
    }

    @Override
    public void delete(long connectionId, String identity) throws ManagementException {
        CoreConnection connection = core.connection(connectionId);
        if (connection == null || !onControlThread(() -> remove(connection, identity))) {
            throw new ManagementException(ManagementException.NOT_FOUND, "Not Found");
        }
    }

    private boolean remove(CoreConnection connection, String identity) {
        LinkRouteRule rule = connection.linkRoutes().remove(identity);
        if (rule == null) {
            return false;
        }
        connection.peer().memory().remove(MEMORY + identity);
        routes.drop(rule);
        return true;
    }

    /** A connection has opened, here or at an earlier router: takes over what it remembers. Control thread. */
    void opened(CoreConnection connection) {
        connection.peer().memory().forEach((key, value) -> {
            if (key.startsWith(MEMORY) && value instanceof List<?> fields && fields.size() >= 2) {
                restore(connection, key.substring(MEMORY.length()), fields);
            }
        });
    }

    private void restore(CoreConnection connection, String identity, List<?> fields) {
        try {
            LinkRouteRule rule = rule(connection, identity, fields.size() > 2 ? fields.get(2).toString() : null,
                    fields.get(0).toString(), "in".equals(fields.get(1)));
            identities.accumulateAndGet(Long.parseLong(identity), Math::max);
            connection.linkRoutes().put(identity, rule);
            routes.add(rule);
        } catch (RuleException e) {
            throw new IllegalStateException("A connection remembers a link route that cannot be", e);
        }
    }

    private boolean onControlThread(BooleanSupplier work) throws ManagementException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        core.control().order(() -> done.complete(work.getAsBoolean()));
        try {
            return done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ManagementException(ManagementException.INTERNAL_ERROR, "interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR, "The router does not answer");
        }
    }

    private static ManagementException refused(String text) {
        return new ManagementException(ManagementException.BAD_REQUEST, text);
    }
}
