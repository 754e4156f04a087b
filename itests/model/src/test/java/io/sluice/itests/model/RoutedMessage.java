// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** What the test knows of one message on a routed link. */
final class RoutedMessage {

    /** What one side has said of the message, and what of that the other side has heard. */
    static final class Talk {
        final List<String> said = new ArrayList<>();
        /** The position in {@link #said} of what was heard last, -1 if nothing was. */
        int heard = -1;
        String lastHeard;
        boolean settled;
        boolean heardSettled;

        void say(DeliveryState state, boolean settle) {
            if (state != null) {
                said.add(state.toString());
            }
            settled |= settle;
        }

        /** Returns false if a state was never said, or before one that was heard already. */
        boolean hear(DeliveryState state, boolean settle) {
            heardSettled |= settle;
            if (state == null) {
                return !settle || settled;
            }
            lastHeard = state.toString();
            for (int i = Math.max(0, heard); i < said.size(); i++) {
                if (said.get(i).equals(lastHeard)) {
                    heard = i;
                    return !settle || settled;
                }
            }
            return false;
        }

        /** Returns true if the last that was said has been heard. */
        boolean isHeard() {
            return settled == heardSettled
                    && (said.isEmpty() || said.get(said.size() - 1).equals(lastHeard));
        }

        @Override
        public String toString() {
            return "said " + said + (settled ? " settled" : "") + ", heard to " + heard
                    + (heardSettled ? " settled" : "");
        }
    }

    final RoutedPair pair;
    final int number;
    final byte[] tag;
    final byte[] encoded;
    final boolean presettled;
    final Talk producer = new Talk();
    final Talk consumer = new Talk();

    // at the producer
    int sentId;
    int sentBytes;
    boolean complete;
    boolean aborted;
    /** What the producer had sent in all when it had sent the last frame, in bytes. */
    long end;

    // at the consumer
    boolean arrived;
    int receivedId;
    byte[] received = new byte[0];
    boolean receivedComplete;
    boolean receivedAborted;

    RoutedMessage(RoutedPair pair, int number, byte[] tag, byte[] encoded, boolean presettled) {
        this.pair = pair;
        this.number = number;
        this.tag = tag;
        this.encoded = encoded;
        this.presettled = presettled;
    }

    boolean isTagTooLong() {
        return tag.length > 32;
    }

    /** Returns true if what was received is how the message begins. */
    boolean isGood() {
        return received.length <= encoded.length
                && Arrays.equals(received, 0, received.length, encoded, 0, received.length);
    }

    @Override
    public String toString() {
        return "message " + number + " of " + pair + (presettled ? " (settled)" : "") + (aborted ? " (aborted)" : "")
                + ", sent " + sentBytes + (complete ? "." : "+") + " of " + encoded.length + ", received "
                + received.length + (receivedComplete ? "." : "+") + (receivedAborted ? " aborted" : "")
                + "; producer " + producer + "; consumer " + consumer;
    }
}
