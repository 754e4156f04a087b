// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The routing core. An OSGi service, 0..1 and dynamic for its users: it may vanish at any moment, and every call on an
 * object of a vanished router is harmless and answers {@link TransferResult#GONE} where it answers at all. The caller
 * then parks its work and replays connections and links to the next router.
 */
@ProviderType
public interface Router {

    /** Returns id, mode and version of this router. Any thread. */
    RouterInfo info();

    /**
     * Announces an open connection. Any thread; never blocks.
     *
     * @param descriptor who the peer is
     * @return the handle for its links; never null
     */
    RouterConnection connect(ConnectionDescriptor descriptor);
}
