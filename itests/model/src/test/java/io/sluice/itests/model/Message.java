// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** What the test knows of one message that a peer has begun to send. */
final class Message {

    final int number;
    final PeerSender sender;
    /** Null if the message names none. */
    final ModelAddress address;
    final boolean presettled;
    final byte[] body;
    final byte[] encoded;
    /** The step at which its first frame was sent. */
    final int began;
    final List<Copy> copies = new ArrayList<>();
    int deliveryId;
    int sentBytes;
    boolean complete;
    boolean aborted;
    /** The sender settled by itself. */
    boolean forgotten;
    /** Link, session or connection of the sender have ended. */
    boolean orphaned;
    /** The router has settled it. */
    boolean settled;
    DeliveryState outcome;

    Message(int number, PeerSender sender, ModelAddress address, boolean presettled, byte[] body, byte[] encoded,
            int began) {
        this.number = number;
        this.sender = sender;
        this.address = address;
        this.presettled = presettled;
        this.body = body;
        this.encoded = encoded;
        this.began = began;
    }

    /** Returns true while the router owes an outcome. */
    boolean isOpen() {
        return !presettled && !settled && !aborted && !forgotten && !orphaned;
    }

    @Override
    public String toString() {
        return "message " + number + (presettled ? " (settled)" : "") + (aborted ? " (aborted)" : "")
                + " of " + sender + " to " + address + " since step " + began;
    }

    /** One consumer's copy of it, from its first frame on. */
    static final class Copy {
        final PeerReceiver receiver;
        final int deliveryId;
        /** Null until its number could be read. */
        Message message;
        byte[] bytes = new byte[0];
        boolean settledOnArrival;
        boolean complete;
        boolean aborted;
        /** What the consumer said last, null if nothing; null with {@link #answered}: settled without a state. */
        DeliveryState answer;
        boolean answered;
        /** The consumer has named some state. */
        boolean commented;
        boolean settledByUs;
        boolean settledByRouter;

        Copy(PeerReceiver receiver, int deliveryId) {
            this.receiver = receiver;
            this.deliveryId = deliveryId;
        }
    }
}
