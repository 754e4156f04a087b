// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

import java.util.List;

/** A message of the router protocol, decoded. The area is not kept: there is one, and nobody judges it. */
public sealed interface ControlMessage {

    /** The protocol version that is spoken here. */
    int VERSION = 1;

    /** The only area there is. */
    String AREA = "0";

    /** Returns the id of the router that made the message. */
    String id();

    /** Returns the protocol version of that router, 0 if it told none. */
    long version();

    /** Returns the value of the application property {@code opcode}. */
    String opcode();

    /**
     * Sent to each neighbour: I am here, and whom I hear.
     *
     * @param seen ids heard lately; a receiver that finds its own knows that the link works both ways
     */
    record Hello(String id, long version, long instance, List<String> seen) implements ControlMessage {
        @Override
        public String opcode() {
            return "HELLO";
        }
    }

    /** Flooded: my sequence numbers, so that everybody knows whether to ask me for more. */
    record Advertisement(String id, long version, long instance, long linkSeq, long mobileSeq)
            implements ControlMessage {
        @Override
        public String opcode() {
            return "RA";
        }
    }

    /** Answers a {@link LinkRequest}: my neighbours. */
    record LinkUpdate(String id, long version, long instance, LinkState state) implements ControlMessage {
        @Override
        public String opcode() {
            return "LSU";
        }
    }

    /** Asks for a {@link LinkUpdate}. */
    record LinkRequest(String id, long version) implements ControlMessage {
        @Override
        public String opcode() {
            return "LSR";
        }
    }

    /**
     * My mobile addresses: all of them ({@code exist}), or what changed ({@code add} and {@code del}).
     *
     * @param seq the sequence number after this update
     * @param exist complete list of keys, or null
     * @param add keys added, or null
     * @param del keys removed, or null
     * @param hints treatments, parallel to {@code exist} or {@code add}; null if there are none
     */
    record MobileUpdate(
            String id, long version, long seq, List<String> exist, List<String> add, List<String> del,
            List<Integer> hints) implements ControlMessage {

        /** Returns a complete list. */
        public static MobileUpdate complete(String id, long seq, List<String> exist, List<Integer> hints) {
            return new MobileUpdate(id, VERSION, seq, exist, null, null, hints);
        }

        /** Returns a change. */
        public static MobileUpdate change(
                String id, long seq, List<String> add, List<Integer> hints, List<String> del) {
            return new MobileUpdate(id, VERSION, seq, null, add, del, hints);
        }

        /** Returns true if this is a complete list and nothing else. */
        public boolean isComplete() {
            return exist != null && add == null && del == null;
        }

        /** Returns true if this is a change and nothing else. */
        public boolean isChange() {
            return exist == null && add != null && del != null;
        }

        @Override
        public String opcode() {
            return "MAU";
        }
    }

    /** Asks for a complete {@link MobileUpdate}, if there is anything newer than {@code haveSeq}. */
    record MobileRequest(String id, long version, long haveSeq) implements ControlMessage {
        @Override
        public String opcode() {
            return "MAR";
        }
    }

    /** A message of a later protocol version, of which nothing but the sender is understood. */
    record Newer(String id, long version, String opcode) implements ControlMessage {}
}
