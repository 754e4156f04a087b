// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DeliveryHandler;
import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;

/**
 * A link to or from a part of this router itself instead of an address. What it sends is settled; no more is handed to
 * the protocol than the window, so that nothing is dropped there while the peer gives no credit. Control thread only,
 * except the handler, which is called on the link's loop.
 */
public final class InProcessLink implements LinkOwner {

    /** What uses such links. Control thread only, except where said. */
    public interface User extends DeliveryHandler {

        /** The link is there, at both ends. */
        default void opened(InProcessLink link) {}

        /** More can be sent. */
        default void room(InProcessLink link) {}

        /** The link has gone. */
        default void ended(InProcessLink link) {}

        /** Of a link that only sends: nothing comes. */
        @Override
        default boolean onDelivery(Delivery delivery) {
            return false;
        }
    }

    private final RouterCore core;
    private final User user;
    private final int window;
    private final String key;
    private final InProcessOrigin origin;
    private Link link;
    private boolean open;
    private String peerAddress;

    /**
     * Makes a link without its protocol end.
     *
     * @param window how much credit it gives, or how much it sends ahead of credit
     * @param key the address shown in management, null for none
     */
    public InProcessLink(RouterCore core, User user, int window, String key) {
        this.core = core;
        this.user = user;
        this.window = window;
        this.key = key;
        this.origin = new InProcessOrigin(() -> core.control().order(this::room));
    }

    /** Takes a link that a peer has asked for; it is granted with the next call of {@link LinkControl#attachHere}. */
    public void take(Link asked) {
        own(asked);
    }

    /** Takes a link that this router has begun, now or earlier. */
    public void begun(Link asked) {
        own(asked);
        if (asked.answer() != null) {
            answered(asked, asked.answer());
        }
    }

    private void own(Link asked) {
        link = asked;
        asked.owner(this);
        if (key != null) {
            asked.routedTo(null, key);
        }
        if (asked instanceof IncomingLink incoming) {
            incoming.handler(user);
        }
    }

    Link link() {
        return link;
    }

    public boolean isOpen() {
        return open;
    }

    /** Returns the address that the peer has given to a dynamic node, null if it is not known. */
    public String peerAddress() {
        return peerAddress;
    }

    /** Returns true if the peer takes something at once. */
    public boolean hasCredit() {
        return open && link.stats().credit > 0 && link.stats().outstanding.get() == 0;
    }

    /**
     * Sends a message, settled.
     *
     * @param message encoded; not to be changed any more
     * @return false if the window is full: {@link User#room} is called when it is not any more
     */
    public boolean send(byte[] message) {
        if (!open || link.stats().outstanding.get() >= window || !(link instanceof OutgoingLink outgoing)) {
            return false;
        }
        return outgoing.offer(origin.settled(core, message, null));
    }

    /**
     * Sends a message whose outcome does not matter, but which the peer is to see as one that it can refuse.
     *
     * @return false if the window is full
     */
    public boolean sendUnsettled(byte[] message) {
        if (!open || link.stats().outstanding.get() >= window || !(link instanceof OutgoingLink outgoing)) {
            return false;
        }
        return outgoing.offer(origin.unsettled(core, message));
    }

    private void room() {
        if (open) {
            user.room(this);
        }
    }

    /** Ends the link. */
    void detach() {
        Link last = link;
        link = null;
        open = false;
        if (last != null) {
            core.detach(last);
        }
    }

    // ---- its link

    @Override
    public AttachRules.Decision decide() {
        return new AttachRules.Decision(null, link.descriptor().address(), null);
    }

    @Override
    public int window() {
        return link.descriptor().incoming() ? window : 0;
    }

    @Override
    public String routingAddress() {
        return null;
    }

    @Override
    public boolean isFallback() {
        return false;
    }

    @Override
    public void answered(Link from, LinkDescriptor answer) {
        if (from != link || from.state() != Link.State.PENDING) {
            return;
        }
        peerAddress = answer.address();
        // An answer without address is a refusal, whose detach follows.
        if (answer.address() != null) {
            core.establish(from);
        }
    }

    @Override
    public void granted(Link from) {
        if (from == link) {
            open = true;
            if (from instanceof IncomingLink incoming) {
                incoming.path(true);
            }
            user.opened(this);
        }
    }

    @Override
    public void ended(Link from, LinkError error) {
        if (from == link) {
            link = null;
            open = false;
            user.ended(this);
        }
    }
}
