// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.ArrayList;
import java.util.List;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryOrigin;
import io.sluice.routing.api.MessageContent;
import io.sluice.routing.api.Outcome;

/** Makes deliveries and notes their outcomes. */
public final class FakeProducer implements DeliveryOrigin {

    private final long connectionId;
    public final List<Outcome> outcomes = new ArrayList<>();
    int drained;

    public FakeProducer() {
        this(-1);
    }

    /** Makes a producer on a connection. */
    public FakeProducer(long connectionId) {
        this.connectionId = connectionId;
    }

    @Override
    public long connectionId() {
        return connectionId;
    }

    @Override
    public synchronized void onOutcome(Delivery delivery) {
        if (delivery.settled()) {
            outcomes.add(delivery.outcome());
        }
    }

    @Override
    public synchronized void onContentDrained(MessageContent content) {
        drained++;
    }

    public Delivery message() {
        return delivery(new MessageContent(this, new byte[] {1}), false, null);
    }

    Delivery presettled() {
        return delivery(new MessageContent(this, new byte[] {1}), true, null);
    }

    public Delivery to(String address) {
        return delivery(new MessageContent(this, new byte[] {1}), false, address);
    }

    Delivery growing() {
        return delivery(new MessageContent(this), false, null);
    }

    private Delivery delivery(MessageContent content, boolean presettled, String to) {
        return new Delivery(content, this, presettled, 0, 4, to, System.nanoTime());
    }
}
