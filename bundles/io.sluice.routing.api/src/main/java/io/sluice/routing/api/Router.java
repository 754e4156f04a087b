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
     * @param descriptor who the other side is
     * @param peer where the core begins links of its own
     * @return the handle for its links; never null
     */
    RouterConnection connect(ConnectionDescriptor descriptor, ConnectionPeer peer);

    /**
     * Makes an in-process consumer. It takes effect soon after the return. Any thread; never blocks.
     *
     * @param address text of any class, for instance {@code _local/$management} or {@code orders}
     * @param handler takes the deliveries
     * @return the subscription; never null. It ends with this router: a user of the service subscribes again with the
     *     next one
     */
    Subscription subscribe(String address, DeliveryHandler handler);

    /**
     * Routes a delivery that an in-process producer has made, by its {@link Delivery#to}. Any thread; never blocks.
     *
     * @param delivery complete; its origin hears of the outcome
     * @return as {@link RouterLink#transfer}
     */
    TransferResult send(Delivery delivery);
}
