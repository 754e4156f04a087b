// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.network.NetworkMember;

/** Speaks for the router protocol: notes what it is told. */
final class FakeMember implements NetworkMember {

    final List<String> told = new CopyOnWriteArrayList<>();
    final Queue<Delivery> messages = new ConcurrentLinkedQueue<>();
    volatile RuntimeException failure;

    private void tell(String what) {
        told.add(what);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void neighbourUp(long connection, String container, int cost) {
        tell("up " + connection + ' ' + container + ' ' + cost);
    }

    @Override
    public void neighbourDown(long connection) {
        tell("down " + connection);
    }

    @Override
    public void addressAdded(String key, int treatment) {
        tell("add " + key + ' ' + treatment);
    }

    @Override
    public void addressRemoved(String key) {
        tell("remove " + key);
    }

    @Override
    public void replayed() {
        tell("replayed");
    }

    @Override
    public boolean onMessage(long connection, Delivery delivery) {
        messages.add(delivery);
        return true;
    }
}
