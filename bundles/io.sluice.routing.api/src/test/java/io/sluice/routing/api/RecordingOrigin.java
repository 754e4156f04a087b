// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes what an origin is told, and that it is told by one thread at a time and nothing after the settlement. */
final class RecordingOrigin implements DeliveryOrigin {

    final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger drained = new AtomicInteger();
    final AtomicInteger settlements = new AtomicInteger();
    final AtomicInteger violations = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public void onOutcome(Delivery delivery) {
        if (inside.incrementAndGet() != 1 || settlements.get() > 0) {
            violations.incrementAndGet();
        }
        outcomes.add(delivery.outcome());
        if (delivery.settled()) {
            settlements.incrementAndGet();
        }
        inside.decrementAndGet();
    }

    @Override
    public void onContentDrained(MessageContent content) {
        drained.incrementAndGet();
    }

    static Delivery delivery(MessageContent content, DeliveryOrigin origin, boolean presettled) {
        return new Delivery(content, origin, presettled, 0, 4, null, System.nanoTime());
    }
}
