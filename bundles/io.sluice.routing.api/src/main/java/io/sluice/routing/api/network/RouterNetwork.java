// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api.network;

import org.osgi.annotation.versioning.ProviderType;

/** The core's offer to whoever speaks the router protocol: an OSGi service of every core. Any thread. */
@ProviderType
public interface RouterNetwork {

    /**
     * Makes somebody the one that speaks the router protocol. First the core tells it, on its control thread, of every
     * connection with a control link and of every address with local consumers, then of each change. What an earlier
     * member had said of the network stays in force until this one says {@link NetworkTables#replace}.
     *
     * @param member who is told
     * @return what the member writes to
     * @throws IllegalStateException if there is a member that has not left
     */
    NetworkTables join(NetworkMember member);
}
