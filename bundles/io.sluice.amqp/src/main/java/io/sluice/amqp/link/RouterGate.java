// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sluice.amqp.spi.EngineConnection;
import io.sluice.amqp.spi.LinkLayer;
import io.sluice.amqp.spi.LinkLayers;
import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterInfo;
import io.sluice.transport.api.ConnectionLoop;

/**
 * Where the router comes and goes. Each binding of a router is a generation of its own: what a former generation
 * still says about links is ignored.
 */
public final class RouterGate implements LinkLayers {

    /** One binding of a router. */
    record Generation(Router router, long number) { }

    private final Set<ConnectionLinks> connections = ConcurrentHashMap.newKeySet();
    private final Map<ConnectionLoop, LoopInbox> inboxes = new ConcurrentHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Generation current;
    private volatile RouterInfo info;
    private long generations;

    @Override
    public LinkLayer create(EngineConnection connection) {
        LoopInbox inbox = inboxes.compute(connection.loop(), (loop, known) -> {
            LoopInbox box = known == null ? new LoopInbox(loop) : known;
            box.connections().incrementAndGet();
            return box;
        });
        ConnectionLinks links = new ConnectionLinks(this, connection, inbox);
        connections.add(links);
        return links;
    }

    /**
     * Forgets a connection that has ended, and its loop's inbox with the last one, so that no old transport is pinned.
     */
    void ended(ConnectionLinks links) {
        if (connections.remove(links)) {
            inboxes.computeIfPresent(links.inbox().loop(), (loop, box) ->
                box.connections().decrementAndGet() == 0 ? null : box);
        }
    }

    /** Returns what other threads reach a loop by, null if the loop has no connection. */
    LoopInbox inbox(ConnectionLoop loop) {
        return inboxes.get(loop);
    }

    /** Returns the present binding, null while there is no router. */
    Generation current() {
        return current;
    }

    @Override
    public void bind(Router router) {
        List<Runnable> ready;
        synchronized (this) {
            current = new Generation(router, ++generations);
            info = router.info();
            ready = new ArrayList<>(waiting);
            waiting.clear();
        }
        ready.forEach(Runnable::run);
        tellConnections();
    }

    @Override
    public void unbind(Router router) {
        synchronized (this) {
            if (current == null || current.router() != router) {
                return;
            }
            current = null;
        }
        tellConnections();
    }

    private void tellConnections() {
        // In this sequence on each loop: all are met before the links of the first are replayed.
        for (ConnectionLinks links : connections) {
            links.inbox().post(links::meetRouter);
        }
        for (ConnectionLinks links : connections) {
            links.inbox().post(links::replay);
        }
    }

    @Override
    public RouterInfo info() {
        return info;
    }

    @Override
    public void whenInfo(Runnable task) {
        synchronized (this) {
            if (info == null) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }
}
