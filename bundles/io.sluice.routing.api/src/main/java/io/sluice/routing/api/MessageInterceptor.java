// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sees every message that a client sends, before it is routed: it may add annotations, name another address, or reject
 * the message. Offered by a plug-in as an OSGi service; of several the one with the highest service ranking comes
 * first. It counts for messages from the moment it is there until it has left.
 *
 * <p>Not seen are the messages of routed links, which belong to the broker behind them, and those that the router
 * itself makes.
 */
@ConsumerType
public interface MessageInterceptor {

    /** The service property with the name for logs and management; without it the component's or class's name. */
    String NAME = "sluice.interceptor";

    /**
     * Looks at a message, and may decide something about it. Called on the connection loop of the producer, for
     * several producers at once: it must be fast, must not block, and shares its own state safely. If it throws, the
     * message goes on as if this interceptor was not there.
     *
     * @param message valid during the call; not to be kept
     */
    void intercept(InterceptedMessage message);
}
