// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.spi;

import io.sluice.routing.api.Router;
import io.sluice.routing.api.RouterInfo;

/**
 * The link layers of all connections of this bundle, and their view of the router, which comes and goes. Any thread.
 */
public interface LinkLayers {

    /** Makes the link layer of a new connection. */
    LinkLayer create(EngineConnection connection);

    /** A router is there: links of all connections are replayed to it. */
    void bind(Router router);

    /** A router is gone: if it was the current one, connections park. */
    void unbind(Router router);

    /** Returns the identity of the current router or of the last one there was, null if none was ever there. */
    RouterInfo info();

    /** Runs a task once {@link #info} is not null: at once on the caller's thread, or later on any thread. */
    void whenInfo(Runnable task);
}
