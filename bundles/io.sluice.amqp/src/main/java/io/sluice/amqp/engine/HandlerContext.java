// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.sasl.MechanismRegistry;
import io.sluice.amqp.spi.LinkLayers;
import io.sluice.management.api.EntityRegistry;
import io.sluice.transport.api.ConnectionLoop;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all connections of this bundle share. Any thread.
 *
 * @param links the link layers
 * @param mechanisms the SASL mechanisms there are
 * @param policies the policy there is
 * @param saslExecutor where SASL responses are evaluated
 * @param product value of the {@code product} property in our Open
 * @param version value of the {@code version} property in our Open
 * @param standardPath drive proton-j through its public API only
 * @param connections the connections that have not ended
 * @param entities the same, for management
 * @param scopes what connections of one loop share
 * @param infoAwaited somebody waits for the first router
 * @param draining no connection is taken and no credit is given any more
 */
record HandlerContext(
        LinkLayers links,
        MechanismRegistry mechanisms,
        Policies policies,
        Executor saslExecutor,
        String product,
        String version,
        boolean standardPath,
        Set<AmqpConnection> connections,
        EntityRegistry<ConnectionEntity> entities,
        Map<ConnectionLoop, LoopScope> scopes,
        AtomicBoolean infoAwaited,
        AtomicBoolean draining) {

    HandlerContext(LinkLayers links, MechanismRegistry mechanisms, Executor saslExecutor, String product,
            String version, boolean standardPath) {
        this(links, mechanisms, new Policies(), saslExecutor, product, version, standardPath,
                ConcurrentHashMap.newKeySet(),
                new EntityRegistry<>("connection"), new ConcurrentHashMap<>(), new AtomicBoolean(),
                new AtomicBoolean());
    }

    LoopScope acquireScope(ConnectionLoop loop) {
        return scopes.compute(loop, (key, known) -> (known == null ? new LoopScope(loop) : known).acquired());
    }

    /** Forgets a loop with its last connection, so that no transport that has gone is kept. */
    void releaseScope(LoopScope scope) {
        scopes.computeIfPresent(scope.loop(), (key, known) -> known.released() ? null : known);
    }

    /** Has {@link ConnectionOrders#infoArrived} called for all connections once there is a router. */
    void awaitInfo() {
        if (infoAwaited.compareAndSet(false, true)) {
            links.whenInfo(() -> connections.forEach(connection -> connection.orders().infoArrived()));
        } else if (links.info() != null) {
            connections.forEach(connection -> connection.orders().infoArrived());
        }
    }
}
