// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.amqp.spi.LinkLayer;
import io.sluice.transport.api.ConnectionLoop;

/** What other threads may ask of a connection; what changes something is carried to its loop. Any thread. */
final class ConnectionOrders {

    private final AmqpConnection connection;
    private final ConnectionLoop loop;
    private final HandlerContext context;

    ConnectionOrders(AmqpConnection connection, ConnectionLoop loop, HandlerContext context) {
        this.connection = connection;
        this.loop = loop;
        this.context = context;
    }

    /** There is a router, for the first time. */
    void infoArrived() {
        loop.execute(connection::infoArrived);
    }

    /** A SASL mechanism came or went. */
    void mechanismsChanged() {
        loop.execute(connection::mechanismsChanged);
    }

    /** Tells whether a policy lets a requester close connections. */
    boolean mayClose(String requester) {
        return context.connections().stream().noneMatch(other -> other.policyCheck().forbidsClosing(requester));
    }

    /** Ends TCP without a close frame, as management asked. */
    void delete(String requester) {
        loop.execute(() -> connection.abort(requester));
    }

    /** Closes with {@code amqp:connection:forced}. */
    void force(String description) {
        loop.execute(() -> connection.closeWithError("amqp:connection:forced", description));
    }

    /** Grants no more credit, then runs a task. */
    void drain(Runnable done) {
        boolean queued = loop.execute(() -> {
            connection.drain();
            // In the next pass the flush has happened, so that the number in flight is of after the drain.
            if (!loop.execute(done)) {
                done.run();
            }
        });
        if (!queued) {
            done.run();
        }
    }

    /** Returns the deliveries without outcome. */
    int inFlight() {
        LinkLayer links = connection.links();
        return links == null ? 0 : links.inFlight();
    }

    /** Returns when the last delivery was, 0 if there was none. */
    long lastDeliveryMillis() {
        LinkLayer links = connection.links();
        return links == null ? 0 : links.lastDeliveryMillis();
    }
}
