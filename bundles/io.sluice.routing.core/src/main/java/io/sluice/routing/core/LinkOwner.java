// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;

/** What in the core has begun a link, and looks after it. Control thread only. */
public interface LinkOwner {

    /** Returns what the link is for, in place of what its descriptor says. */
    AttachRules.Decision decide();

    /** Returns true if the link is a member of its address as soon as it is granted. */
    default boolean joins() {
        return true;
    }

    /** The link is granted, here and at the protocol's end. */
    default void granted(Link link) {}

    /** Returns the credit window of the link, 0 for the described one. */
    default int window() {
        return 0;
    }

    /** Returns what the router annotations of deliveries from this link name as their address, or null for nothing. */
    String routingAddress();

    /** Returns true if the link serves the fallback of its address. */
    boolean isFallback();

    /** The peer has answered. */
    void answered(Link link, LinkDescriptor answer);

    /** The link has ended on the protocol's side. */
    void ended(Link link, LinkError error);
}
