// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.spi;

import io.sluice.routing.api.ConnectionDescriptor;
import org.apache.qpid.proton.engine.Event;

/** Sessions, links and deliveries of one connection. Owner loop only, except where said. */
public interface LinkLayer {

    /** Both Opens have been exchanged. Called once, before any {@link #handle}. */
    void opened(ConnectionDescriptor descriptor);

    /** A session, link or delivery event of the engine's collector, in order. */
    void handle(Event event);

    /**
     * Puts what is due into the engine: settlements, credit, queued deliveries. Called once per pass for a touched
     * connection, before its engine is encoded.
     */
    void beforeFlush();

    /** Returns true if {@link #beforeFlush} stopped at a limit and has more to do once the encoded bytes have left. */
    boolean hasMore();

    /**
     * The connection has ended, in whatever way: every delivery gets its outcome, every link ends. Called once, last.
     */
    void closed();

    /** Grants no more credit and takes no more links, so that the connection runs empty. */
    void drain();

    /** Returns the deliveries that have no outcome yet, both ways; counted only after {@link #drain}. Any thread. */
    int inFlight();

    /** Returns {@link System#currentTimeMillis} of the last delivery either way, 0 if there was none. Any thread. */
    long lastDeliveryMillis();
}
