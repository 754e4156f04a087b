// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.LinkedHashSet;
import java.util.Set;

/** An address as the rules see it: its treatment, and who consumes. */
final class ModelAddress {

    /** How an address distributes. */
    enum Treatment {
        /** Each message to one consumer. */
        ANYCAST,
        /** Each message to all consumers. */
        MULTICAST,
        /** Nothing attaches and nothing is delivered. */
        UNAVAILABLE,
        /** The configuration changes under way: any of the others. */
        CHANGING
    }

    final String text;
    final Treatment treatment;
    /** Consumers that were granted and have not begun to leave. */
    final Set<PeerReceiver> consumers = new LinkedHashSet<>();
    /** A consumer that asked for settled deliveries only was ever here. */
    boolean settledOnly;
    /** A consumer came or left, or the router was replaced, and the dust has not settled since this step. */
    int disturbed = Integer.MIN_VALUE;

    ModelAddress(String text, Treatment treatment) {
        this.text = text;
        this.treatment = treatment;
    }

    /** Something happens now whose effect comes at a time of its own. */
    void disturb() {
        disturbed = Integer.MAX_VALUE;
    }

    /** Everything that was under way has taken effect. */
    void calm(int step) {
        if (disturbed == Integer.MAX_VALUE) {
            disturbed = step;
        }
    }

    /** Returns true if a message that was begun at a step may have met a consumer that came or left. */
    boolean wasDisturbed(Message message) {
        return message.began <= disturbed;
    }

    @Override
    public String toString() {
        return text;
    }
}
