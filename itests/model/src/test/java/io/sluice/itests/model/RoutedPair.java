// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;

/** A link that a client has asked for, and the broker's link that it was joined with. */
final class RoutedPair {

    final RoutedWorld world;
    final String name;
    final String address;
    final boolean clientSends;
    final List<RoutedMessage> messages = new ArrayList<>();
    RoutedEnd client;
    /** Null until the router asks a broker for it. */
    RoutedEnd broker;
    /** Nothing that decides about its route was changing when the client asked, or has changed since. */
    boolean steady;
    /** The last message that the consumer has begun to receive. */
    int lastArrived = -1;
    /** Messages that may never use the consumer's credit, though they used the producer's. */
    int givenBack;
    /** The consumer has drained: what is given back then would come after the answer. */
    boolean drained;

    RoutedPair(RoutedWorld world, String name, String address, boolean clientSends) {
        this.world = world;
        this.name = name;
        this.address = address;
        this.clientSends = clientSends;
    }

    RoutedEnd producer() {
        return clientSends ? client : broker;
    }

    RoutedEnd consumer() {
        return clientSends ? broker : client;
    }

    RoutedEnd other(RoutedEnd end) {
        return end == client ? broker : client;
    }

    boolean isLive() {
        return broker != null && client.isLive() && broker.isLive();
    }

    @Override
    public String toString() {
        return name;
    }
}
