// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The protocol's end of one link, as the core sees it. Every method may be called on any thread, must not block and
 * must not call back into the core.
 */
@ProviderType
public interface LinkPeer {

    /**
     * The link is granted. On a link that the router began this says only what the router makes of it; the peer's
     * answer may still be to come.
     */
    void onAttached(LinkGrant grant);

    /**
     * The link is refused, or ended by the core after it was granted. Nothing follows.
     *
     * @param error null for a detach without error
     */
    void onDetach(LinkError error);

    /**
     * For an incoming link: whether there is somewhere to send to. False at attach until said otherwise, except on an
     * anonymous link, which always has credit. True: grant the pending credit. False: grant none; what was granted
     * stays.
     */
    void onPath(boolean available);

    /**
     * For an outgoing link: takes a delivery for this consumer, whether it has credit or not.
     *
     * @param delivery belongs to the peer, if it takes it
     * @return false if the link has ended or cannot take more: the delivery still belongs to the caller
     */
    boolean onDelivery(Delivery delivery);

    /**
     * Returns true in a replay if an earlier router has granted the link as one that is not routed, and the peer has
     * been told so: it can become none that is.
     */
    default boolean isGranted() {
        return false;
    }

    /**
     * Returns what a log line says about the termini as the peer has asked for them, in the form
     * {@code source={...} target={...}}; null if the protocol has no words of its own for them.
     */
    default String termini() {
        return null;
    }

    /** Returns the counters and gauges of this link; the same object for the life of the link, across routers. */
    LinkStats stats();
}
