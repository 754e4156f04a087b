// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/** The core's handle of one connection, given out by {@link Router#connect}. Never blocks. */
@ProviderType
public interface RouterConnection {

    /**
     * Asks to attach a link. The answer comes through the peer: {@link LinkPeer#onAttached} or
     * {@link LinkPeer#onDetach}, on any thread, possibly before this method returns.
     *
     * @param descriptor the link as the peer asked for it, or, in a replay, as it was granted
     * @param peer the protocol's end of the link
     * @return the core's end; never null. A refused link's handle is inert
     */
    RouterLink attach(LinkDescriptor descriptor, LinkPeer peer);

    /**
     * All links that this connection had when it was announced are asked for: there are none for the first router that
     * sees the connection, and those that are to be kept for a later one. Called once, after the last such
     * {@link #attach}. From then on the core begins links of its own here. Any thread.
     */
    void replayed();

    /** The connection is ending: its links are not detached by their peers but lost with it. Any thread. */
    default void ending() {}

    /** The connection has ended; all its links end with it. Idempotent. Any thread. */
    void closed();
}
