// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One protocol end of a routed link, as the other end sees it. Every method may be called on any thread, must not
 * block and must not call back at once. What one end calls takes effect in the order of the calls.
 */
@ProviderType
public interface SpliceEnd {

    /**
     * To the opening end: asks its peer for the link; called once, first. To the accepting end: its peer's attach is
     * answered so. A refusal has a null terminus, and the detach follows.
     */
    void attach(AttachFields fields);

    /**
     * To the end on which messages arrive: the receiver at the other end has changed its credit.
     *
     * @param added credit granted in addition; negative if some was taken back
     * @param drain whether the receiver wants the rest of its credit used up now
     */
    void credit(int added, boolean drain);

    /**
     * To the end on which messages leave: the sender at the other end uses no more of its credit.
     *
     * @param credit how much is used up without a delivery
     */
    void drained(int credit);

    /**
     * To the end on which messages leave: a delivery, perhaps still growing.
     *
     * @param delivery its content is read by the end that is called; its outcome comes back by {@link #disposition}
     * @param tag the sender's delivery tag
     * @param state the state that came with it, null for none
     */
    void deliver(Delivery delivery, byte[] tag, Outcome state);

    /**
     * A delivery's state at the other end has changed.
     *
     * @param delivery one that has passed this splice
     * @param state the new state; {@link Outcome#NONE} if nothing was said
     * @param settled the other end's peer has forgotten the delivery; the last news of it
     */
    void disposition(Delivery delivery, Outcome state, boolean settled);

    /**
     * To the end on which messages arrive: the other one has passed on, or dropped, some of what waited there.
     *
     * @param bytes how much content does not wait any more
     * @param credit how many deliveries were dropped without any use of the receiver's credit
     */
    void taken(long bytes, int credit);

    /**
     * The link at the other end was detached, or is lost; nothing follows from there.
     *
     * @param error for the peer, null for none
     * @param closed whether the link is closed, or only detached
     */
    void detach(LinkError error, boolean closed);
}
