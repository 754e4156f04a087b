// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.ConnectionDescriptor;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.network.NetworkMember;
import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.api.network.NetworkTables;

/** One member of the network from joining to leaving: tells it things, and takes what it says. */
final class NetworkSession implements NetworkTables {

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final CoreNetwork network;
    private final NetworkMember member;
    /** Changes that the data path does not see yet, and messages that wait for them. */
    private final AtomicInteger hidden = new AtomicInteger();
    private volatile boolean left;

    NetworkSession(CoreNetwork network, NetworkMember member) {
        this.network = network;
        this.member = member;
    }

    // ---- to the member

    void neighbourUp(Trunk trunk) {
        ConnectionDescriptor connection = trunk.connection().descriptor();
        tell(to -> to.neighbourUp(connection.id(), connection.container(), connection.cost()));
    }

    void neighbourDown(Trunk trunk) {
        long connection = trunk.connection().descriptor().id();
        tell(to -> to.neighbourDown(connection));
    }

    void addressAdded(String key, int treatment) {
        tell(to -> to.addressAdded(key, treatment));
    }

    void addressRemoved(String key) {
        tell(to -> to.addressRemoved(key));
    }

    void replayed() {
        tell(NetworkMember::replayed);
    }

    /** Gives the member a message. On the loop of its connection. */
    void onMessage(long connection, Delivery delivery) {
        tell(to -> to.onMessage(connection, delivery));
    }

    private void tell(Consumer<NetworkMember> what) {
        if (left) {
            return;
        }
        try {
            what.accept(member);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.error("The router protocol failed", e);
        }
    }

    // ---- from the member

    private void change(Consumer<RemoteTable> order) {
        if (!left) {
            hidden.getAndIncrement();
            network.change(order, hidden::getAndDecrement);
        }
    }

    @Override
    public boolean send(long connection, Delivery delivery) {
        if (left || !network.reaches(connection)) {
            return false;
        }
        if (hidden.get() == 0) {
            return network.send(connection, delivery);
        }
        // It may say what was changed, and who reads it may send messages here that need the change.
        hidden.getAndIncrement();
        network.change(table -> { }, () -> {
            network.send(connection, delivery);
            hidden.getAndDecrement();
        });
        return true;
    }

    @Override
    public void nodeAdded(int node, String id) {
        change(table -> table.nodeAdded(node, id));
    }

    @Override
    public void nodeRemoved(int node) {
        change(table -> table.nodeRemoved(node));
    }

    @Override
    public void neighbour(int node, long connection) {
        change(table -> table.neighbour(node, connection));
    }

    @Override
    public void neighbourLost(int node) {
        change(table -> table.neighbour(node, RemoteRouter.NO_CONNECTION));
    }

    @Override
    public void paths(NetworkPaths paths) {
        change(table -> table.paths(paths));
    }

    @Override
    public void addressAdded(int node, String key, int treatment) {
        change(table -> table.addressAdded(node, key, treatment));
    }

    @Override
    public void addressRemoved(int node, String key) {
        change(table -> table.addressRemoved(node, key));
    }

    @Override
    public void replace() {
        change(RemoteTable::replace);
    }

    @Override
    public void replaced() {
        change(RemoteTable::replaced);
    }

    @Override
    public Map<String, Object> memory() {
        return network.memory();
    }

    @Override
    public void leave() {
        left = true;
        network.leave(this);
    }
}
