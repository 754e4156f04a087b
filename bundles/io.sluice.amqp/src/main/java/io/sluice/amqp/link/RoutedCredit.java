// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.routing.api.SpliceEnd;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.impl.SenderFrames;

/**
 * The account of credit between the receiver of a routed link and the sender at its other end: what the one grants the
 * other gets, no more and no less, and what the other uses up without a message the one hears of. Owner loop only.
 */
final class RoutedCredit {

    private final ConnectionLinks connection;
    private final Sender sender;
    /** Deliveries given to the engine, and credit used up without. */
    private int used;
    /** What the receiver has granted from the start, as the other end knows it. */
    private int granted;
    private boolean draining;
    /** Credit that the other end's sender used up without deliveries, and that the peer is still to hear of. */
    private int toUseUp;
    /** What the other end's sender used for messages that never used the receiver's. */
    private int unused;

    RoutedCredit(ConnectionLinks connection, Sender sender) {
        this.connection = connection;
        this.sender = sender;
    }

    /** A delivery has used one. */
    void use() {
        used++;
    }

    /** A delivery has used one at the other end, and will none here. */
    void spare() {
        unused++;
    }

    /** A delivery was aborted that is not accounted for yet; the engine knows whether the peer has seen any of it. */
    void aborted(int creditBefore) {
        if (sender.getCredit() < creditBefore) {
            use();
        } else {
            spare();
        }
    }

    /** The receiver has said something of credit: tells the other end what is new. */
    void onFlow(SpliceEnd other) {
        int total = used + sender.getCredit();
        boolean drain = sender.getDrain();
        if (total != granted || drain || draining) {
            int added = total - granted;
            granted = total;
            draining = drain;
            other.credit(added, drain);
        }
    }

    /** The other end's sender has used up credit without deliveries. */
    void drained(int credit) {
        toUseUp += credit;
    }

    /** Returns true if the peer is still to hear of credit that was used up. */
    boolean isDrained() {
        return toUseUp > 0;
    }

    /** Tells the peer what was used up; returns false if the engine first has to encode the deliveries before. */
    boolean useUp() {
        if (sender.getQueued() > 0) {
            return false;
        }
        int credit = Math.min(toUseUp, sender.getCredit());
        toUseUp = 0;
        if (credit > 0) {
            used += credit;
            SenderFrames.useUp(connection.engine().getTransport(), sender, credit);
            connection.touch();
        }
        return true;
    }

    /** Returns what is to be given back to the other end's sender, once. */
    int takeSpare() {
        int credit = unused;
        unused = 0;
        return credit;
    }
}
