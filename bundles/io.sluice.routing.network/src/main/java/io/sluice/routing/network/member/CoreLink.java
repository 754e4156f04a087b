// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.network.NetworkMember;
import java.util.HashSet;
import java.util.Set;

/** The membership in one core: what that core tells goes to the engine's thread, until it is given up. */
final class CoreLink implements NetworkMember {

    private final NetworkDriver driver;
    private final Inbox inbox;
    private volatile boolean left;

    /** What this core has told so far, to find out what an earlier one had and this one has not. Engine's thread. */
    final Set<Long> connections = new HashSet<>();
    final Set<String> addresses = new HashSet<>();

    CoreLink(NetworkDriver driver, Inbox inbox) {
        this.driver = driver;
        this.inbox = inbox;
    }

    /** Nothing that comes late counts. */
    void leave() {
        left = true;
    }

    private void post(Runnable event) {
        inbox.post(() -> {
            if (!left) {
                event.run();
            }
        });
    }

    @Override
    public void neighbourUp(long connection, String container, int cost) {
        post(() -> {
            connections.add(connection);
            driver.neighbourUp(connection, cost);
        });
    }

    @Override
    public void neighbourDown(long connection) {
        post(() -> {
            connections.remove(connection);
            driver.neighbourDown(connection);
        });
    }

    @Override
    public void addressAdded(String key, int treatment) {
        post(() -> {
            addresses.add(key);
            driver.addressAdded(key, treatment);
        });
    }

    @Override
    public void addressRemoved(String key) {
        post(() -> {
            addresses.remove(key);
            driver.addressRemoved(key);
        });
    }

    @Override
    public void replayed() {
        post(driver::replayed);
    }

    @Override
    public boolean onMessage(long connection, Delivery delivery) {
        if (left) {
            return false;
        }
        ControlDeliveries.Arrived arrived = ControlDeliveries.arrived(delivery);
        return inbox.postMessage(() -> {
            if (!left) {
                driver.message(connection, arrived);
            }
        }, arrived.size());
    }
}
