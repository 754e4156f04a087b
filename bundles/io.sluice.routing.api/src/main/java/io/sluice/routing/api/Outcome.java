// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.Objects;

/**
 * A delivery state (AMQP 1.0, 3.4) on its way from receiver to sender. Immutable. States with fields that the router
 * does not look at travel encoded, so that nothing of them is lost.
 */
public final class Outcome {

    /** Which state. */
    public enum Kind {
        /** The receiver has it. Terminal. */
        ACCEPTED,
        /** The receiver, or the router, says the message is wrong. Terminal. */
        REJECTED,
        /** Not acted upon. Terminal. */
        RELEASED,
        /** Not acted upon, perhaps tried. Terminal. */
        MODIFIED,
        /** Partly received; not terminal. */
        RECEIVED,
        /** Any other described state (declared, transactional), passed on unread. */
        OTHER,
        /** Settled without a state. */
        NONE
    }

    /** Accepted. */
    public static final Outcome ACCEPTED = new Outcome(Kind.ACCEPTED, null, null, false, null);
    /** Released. */
    public static final Outcome RELEASED = new Outcome(Kind.RELEASED, null, null, false, null);
    /** Modified with delivery-failed=true: what a sender sees when a consumer was lost with the delivery. */
    public static final Outcome MODIFIED_FAILED = new Outcome(Kind.MODIFIED, null, null, true, null);
    /** Settled, no state. */
    public static final Outcome NONE = new Outcome(Kind.NONE, null, null, false, null);
    /** Rejected without an error. */
    public static final Outcome REJECTED = new Outcome(Kind.REJECTED, null, null, false, null);

    private final Kind kind;
    private final String condition;
    private final String description;
    private final boolean deliveryFailed;
    private final byte[] encoded;

    private Outcome(Kind kind, String condition, String description, boolean deliveryFailed, byte[] encoded) {
        this.kind = Objects.requireNonNull(kind);
        this.condition = condition;
        this.description = description;
        this.deliveryFailed = deliveryFailed;
        this.encoded = encoded;
    }

    /** Makes a rejection by the router itself. */
    public static Outcome rejected(String condition, String description) {
        return new Outcome(Kind.REJECTED, Objects.requireNonNull(condition), description, false, null);
    }

    /**
     * Makes an outcome from the AMQP encoding of a whole delivery state.
     *
     * @param kind which state it is
     * @param encoded the described value; not copied, not to be changed any more
     */
    public static Outcome encoded(Kind kind, byte[] encoded) {
        return new Outcome(kind, null, null, false, Objects.requireNonNull(encoded));
    }

    /** Returns which state this is. */
    public Kind kind() {
        return kind;
    }

    /** Returns true if nothing can follow this state. */
    public boolean terminal() {
        return kind != Kind.RECEIVED && kind != Kind.OTHER;
    }

    /** Returns the condition of a rejection made by the router, else null. */
    public String condition() {
        return condition;
    }

    /** Returns the description of a rejection made by the router, else null. */
    public String description() {
        return description;
    }

    /** Returns delivery-failed of a modification made by the router. */
    public boolean deliveryFailed() {
        return deliveryFailed;
    }

    /** Returns the encoded state if it came from a receiver with fields, else null. Not to be changed. */
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public String toString() {
        return kind + (condition == null ? "" : " " + condition + " \"" + description + '"');
    }
}
