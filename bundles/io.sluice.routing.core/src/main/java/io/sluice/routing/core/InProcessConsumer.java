// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.Subscription;

/** A consumer of one address that is a part of this process. */
final class InProcessConsumer implements Subscription, DeliveryTaker {

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final String address;
    private final DeliveryHandler handler;
    private final RouterCore core;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Set by the control thread before the data path can see this consumer. */
    private volatile AddressEntry entry;

    InProcessConsumer(String address, DeliveryHandler handler, RouterCore core) {
        this.address = address;
        this.handler = handler;
        this.core = core;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            core.unsubscribe(this);
        }
    }

    @Override
    public boolean isLive() {
        return !closed.get();
    }

    @Override
    public boolean offer(Delivery delivery) {
        if (closed.get()) {
            return false;
        }
        // Counted before, so that an answer to the delivery counts it too.
        entry.counters().countToContainer();
        boolean taken;
        try {
            taken = handler.onDelivery(delivery);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            // What the handler did before it failed is unknown: the sender is told, and nobody else gets it.
            log.error("In-process consumer of {} failed", address, e);
            taken = false;
        }
        if (!taken) {
            entry.counters().takeBackToContainer();
        }
        return taken;
    }

    String address() {
        return address;
    }

    // ---- control thread

    void entry(AddressEntry owner) {
        entry = owner;
    }

    AddressEntry entry() {
        return entry;
    }
}
