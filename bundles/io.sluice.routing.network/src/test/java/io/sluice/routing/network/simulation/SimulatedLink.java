// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import io.sluice.routing.network.message.Envelope;

/** A connection between two routers. Messages of one direction stay in order; those of different links do not. */
final class SimulatedLink {

    final SimulatedRouter a;
    final SimulatedRouter b;
    final int cost;
    private final SimulatedNetwork network;
    private boolean up;
    /** Swallows everything without telling anybody, like a pulled cable. */
    private boolean silent;
    private long connection;
    private long lastToA;
    private long lastToB;

    SimulatedLink(SimulatedNetwork network, SimulatedRouter a, SimulatedRouter b, int cost) {
        this.network = network;
        this.a = a;
        this.b = b;
        this.cost = cost;
    }

    boolean works() {
        return up && !silent;
    }

    SimulatedRouter other(SimulatedRouter router) {
        return router == a ? b : a;
    }

    /** Connects both ends, if both are alive. */
    void open() {
        silent = false;
        if (!up && a.isAlive() && b.isAlive()) {
            up = true;
            connection = network.nextConnection(this);
            a.connected(connection, this);
            b.connected(connection, this);
        }
    }

    /** Both ends notice. */
    void close() {
        if (up) {
            up = false;
            a.disconnected(connection);
            b.disconnected(connection);
        }
    }

    /** Nobody notices. */
    void silence() {
        silent = true;
    }

    void send(SimulatedRouter from, Envelope envelope) {
        SimulatedRouter target = other(from);
        if (!works() || network.loses()) {
            return;
        }
        long arrival = network.now() + network.delay();
        if (target == a) {
            arrival = lastToA = Math.max(arrival, lastToA);
        } else {
            arrival = lastToB = Math.max(arrival, lastToB);
        }
        long sentOn = connection;
        network.at(arrival, () -> {
            if (works() && connection == sentOn && target.isAlive()) {
                target.received(sentOn, envelope);
            }
        });
    }
}
