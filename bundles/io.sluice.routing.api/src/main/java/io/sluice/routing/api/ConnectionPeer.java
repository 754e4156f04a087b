// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The protocol's end of one connection, as the core sees it: where the core begins links of its own. Every method may
 * be called on any thread, must not block and must not call back into the core.
 */
@ProviderType
public interface ConnectionPeer {

    /**
     * Begins a link: an attach is sent to the peer. What becomes of it comes to the router's end:
     * {@link RouterLink#peerAttached} when the peer has answered, {@link RouterLink#detached} when it refused, or when
     * the link or its connection has ended.
     *
     * @param descriptor the link to ask for; {@link LinkDescriptor#incoming} is seen from this router, as always, and
     *     {@link LinkDescriptor#routerInitiated} is true
     * @param link the router's end
     * @return the protocol's end; never null. If the connection has ended, the link is reported as detached
     */
    LinkPeer open(LinkDescriptor descriptor, RouterLink link);

    /**
     * Returns what routers want to find again, as long as the connection lives, when they are replaced: a map for any
     * thread that holds JDK values only. The same for all routers that see the connection; of a protocol without such
     * replacements, a new one each time.
     */
    default Map<String, Object> memory() {
        return new ConcurrentHashMap<>();
    }

    /** Tells whether the peer may make link routes to itself. */
    default boolean allowsLinkRoutes() {
        return true;
    }

    /**
     * Says whether the connection is in use, or stands by until another one is lost: what management shows. In use
     * until said otherwise.
     */
    default void active(boolean inUse) {}

    /**
     * Closes the connection.
     *
     * @param reason what the peer is told
     */
    default void close(LinkError reason) {}
}
