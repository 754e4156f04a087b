// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.LinkDescriptor;
import io.sluice.routing.api.LinkError;

/** What in the core has begun a link, and looks after it. Control thread only. */
interface LinkOwner {

    /** Returns what the link is for, in place of what its descriptor says. */
    AttachRules.Decision decide();

    /** Returns what the router annotations of deliveries from this link name as their address, or null for nothing. */
    String routingAddress();

    /** Returns true if the link serves the fallback of its address. */
    boolean isFallback();

    /** The peer has answered. */
    void answered(Link link, LinkDescriptor answer);

    /** The link has ended on the protocol's side. */
    void ended(Link link, LinkError error);
}
