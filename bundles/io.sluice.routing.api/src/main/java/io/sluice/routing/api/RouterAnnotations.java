// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.List;
import java.util.Objects;

/**
 * What routers write into a message for each other, the annotations whose keys start with {@code x-opt-qd.}. They
 * travel beside the content, which never holds them: the protocol that takes a delivery sets them to what it has
 * received, the core may replace them for each copy, and the protocol that sends it writes them, unless its peer is
 * not to see them. Immutable.
 */
public final class RouterAnnotations {

    /** What the keys of these annotations start with. */
    public static final String PREFIX = "x-opt-qd.";

    /** The phase of a delivery that is redirected to the fallback of its address. */
    public static final int FALLBACK_PHASE = 22;

    /** No annotation. */
    public static final RouterAnnotations NONE = new RouterAnnotations(null, 0, false, null, List.of());

    private final String to;
    private final int phase;
    private final boolean streaming;
    private final String ingress;
    private final List<String> trace;

    /**
     * Makes annotations.
     *
     * @param to the routing address, null for none
     * @param phase the address phase; 0 is not written
     * @param streaming the message is to be forwarded while it arrives, on all hops
     * @param ingress node ({@code 0/<router id>}) where the message entered the network, null if not known
     * @param trace nodes that the message has passed, oldest first; without this router
     */
    public RouterAnnotations(String to, int phase, boolean streaming, String ingress, List<String> trace) {
        this.to = to;
        this.phase = phase;
        this.streaming = streaming;
        this.ingress = ingress;
        this.trace = List.copyOf(Objects.requireNonNull(trace));
    }

    /** Returns the routing address that overrides the one in the message's properties, null for none. */
    public String to() {
        return to;
    }

    /** Returns the address phase: 0 to 9, or {@link #FALLBACK_PHASE}; whatever a client has written otherwise. */
    public int phase() {
        return phase;
    }

    /** Returns true if the message is to be forwarded while it still arrives. */
    public boolean streaming() {
        return streaming;
    }

    /** Returns the node where the message entered the network, null if that is this router. */
    public String ingress() {
        return ingress;
    }

    /** Returns the nodes passed before this router, oldest first; this router is added when the message leaves. */
    public List<String> trace() {
        return trace;
    }

    /** Returns the same with another address and phase. */
    public RouterAnnotations withTo(String newTo, int newPhase) {
        return phase == newPhase && Objects.equals(to, newTo)
            ? this : new RouterAnnotations(newTo, newPhase, streaming, ingress, trace);
    }

    /** Returns the same without ingress and trace, as for a message that begins its way here. */
    public RouterAnnotations withoutPath() {
        return ingress == null && trace.isEmpty() ? this : new RouterAnnotations(to, phase, streaming, null, List.of());
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof RouterAnnotations that
            && phase == that.phase && streaming == that.streaming && Objects.equals(to, that.to)
            && Objects.equals(ingress, that.ingress) && trace.equals(that.trace);
    }

    @Override
    public int hashCode() {
        return Objects.hash(to, phase, streaming, ingress, trace);
    }

    @Override
    public String toString() {
        return "to=" + to + " phase=" + phase + " streaming=" + streaming + " ingress=" + ingress + " trace=" + trace;
    }
}
