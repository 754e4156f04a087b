// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes the protocol's end of new connections. An OSGi service; a transport binds all and takes the one with the
 * highest {@code service.ranking} for each new connection. While there is none, accepting pauses.
 */
@ProviderType
public interface WireHandlerFactory {

    /**
     * Makes the handler of one new connection. Called on the connection's loop, must not block or throw.
     *
     * @param connection not yet established; {@link WireHandler#onConnected} follows
     * @return the handler, or null if this factory is going away: the transport then tries the next or closes the
     *     socket
     */
    WireHandler connect(WireConnection connection);
}
