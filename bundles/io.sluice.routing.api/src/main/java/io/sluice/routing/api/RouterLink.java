// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The core's end of one link, given out by {@link RouterConnection#attach}. Never blocks and never throws for lateness.
 */
@ProviderType
public interface RouterLink {

    /** Returns the link number, as in logs {@code [L<id>]}. Any thread. */
    long id();

    /**
     * Routes a delivery that arrived on this incoming link. On the loop that owns the link.
     *
     * <p>With {@link TransferResult#ROUTED} the core has handed the delivery, or copies of it, to its consumers, and
     * the outcome will come to {@link Delivery#origin()} by itself, possibly before this method returns. With any
     * other result the delivery still belongs to the caller and was seen by nobody.
     *
     * @param delivery complete, or with enough content to route by (header and annotations; for an anonymous link also
     *     {@link Delivery#to()})
     */
    TransferResult transfer(Delivery delivery);

    /**
     * The peer has answered the attach of a link that this router began ({@link ConnectionPeer#open}). After
     * a replay it is said again, at once if the answer is there. Any thread.
     *
     * @param answer the peer's termini; {@link LinkDescriptor#address} is null if it names no node: then it refuses,
     *     and the detach follows
     */
    void peerAttached(LinkDescriptor answer);

    /**
     * The link has ended on the protocol's side. Idempotent. Any thread.
     *
     * @param error why, as the peer or the protocol says; null if nothing was said, or the connection is lost
     */
    void detached(LinkError error);
}
