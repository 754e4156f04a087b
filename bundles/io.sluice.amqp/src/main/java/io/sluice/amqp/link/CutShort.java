// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.impl.AbortedTransfer;

/**
 * What becomes of a delivery that ends in its middle: the engine would send the rest of it as if nothing were, or
 * never again anything on its link. An abort ends it, now or when the peer's session window lets that out; until then
 * nothing else goes out on the link. Owner loop only.
 */
final class CutShort {

    private final ConnectionLinks connection;
    private final Sender sender;
    /** The one that waits, null for none: the engine can be in the middle of one only. */
    private Delivery waiting;

    CutShort(ConnectionLinks connection, Sender sender) {
        this.connection = connection;
        this.sender = sender;
    }

    /** Returns true if an abort waits for the session's window. */
    boolean isWaiting() {
        return waiting != null;
    }

    /** Returns true if an abort could go out now. */
    boolean isPossible() {
        return AbortedTransfer.isPossible(sender);
    }

    /** Aborts the delivery that the engine is sending, for which there has to be {@link #isPossible room}. */
    void abort(Delivery delivery) {
        AbortedTransfer.send(connection.engine().getTransport(), sender, delivery);
        connection.touch();
    }

    /**
     * The peer, or both sides, have settled a delivery.
     *
     * @return false if it has been sent to its end, true if it still is to be aborted
     */
    boolean settled(Delivery delivery) {
        if (AbortedTransfer.isTooLate(delivery)) {
            delivery.settle();
            return false;
        }
        waiting = delivery;
        return true;
    }

    /** Sends the abort that waits, if that is possible now; returns false if it goes on waiting. */
    boolean flush() {
        if (waiting != null && isPossible()) {
            Delivery delivery = waiting;
            waiting = null;
            abort(delivery);
        }
        return waiting == null;
    }

    /** The link ends: what waits is aborted if there is room for the frame, and never ends else. */
    void ended() {
        if (waiting != null) {
            ended(waiting);
            waiting = null;
        }
    }

    /** The link ends in the middle of a delivery: the engine would still end it as if it were whole, and settled. */
    void ended(Delivery delivery) {
        AbortedTransfer.sendIfPossible(connection.engine().getTransport(), sender, delivery);
        connection.touch();
    }
}
