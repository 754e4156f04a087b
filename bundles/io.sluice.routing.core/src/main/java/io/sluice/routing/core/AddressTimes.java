// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import org.HdrHistogram.Histogram;

import io.sluice.routing.api.DeliveryTimes;

/** How long the deliveries of one address took, since recording began. The loops of its links record, anybody reads. */
final class AddressTimes {

    private final Latency ingress = new Latency();
    private final Latency egress = new Latency();
    private final Latency outcome = new Latency();

    private final DeliveryTimes incoming = new DeliveryTimes() {
        @Override
        public void sent(long nanos) {
            // Incoming links send nothing on.
        }

        @Override
        public void ended(long nanos) {
            ingress.record(nanos);
        }
    };

    private final DeliveryTimes outgoing = new DeliveryTimes() {
        @Override
        public void sent(long nanos) {
            egress.record(nanos);
        }

        @Override
        public void ended(long nanos) {
            outcome.record(nanos);
        }
    };

    /** Which of the times. */
    enum Part {
        /** Until a delivery ended for its sender. */
        INGRESS,
        /** Until it was sent on. */
        EGRESS,
        /** Until its receiver ended it. */
        OUTCOME
    }

    private Latency latency(Part part) {
        return switch (part) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
            case OUTCOME -> outcome;
        };
    }

    /** Adds what was recorded. */
    void addTo(Part part, Histogram sum) {
        latency(part).addTo(sum);
    }

    /** Lets a link measure, or not. */
    static void set(Link link, AddressTimes times) {
        link.stats().times = times == null ? null : times.of(link);
    }

    /**
     * Lets a link measure something else. One that measures for another already is left alone: its next router has it.
     */
    static void change(Link link, AddressTimes before, AddressTimes now) {
        if (link.stats().times == (before == null ? null : before.of(link))) {
            set(link, now);
        }
    }

    private DeliveryTimes of(Link link) {
        return link.descriptor().incoming() ? incoming : outgoing;
    }
}
