// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.ControlMessage;

/** How the parts of the engine send. */
interface Outbox {

    /** Sends to whoever is at the other end of each connection. */
    void toNeighbours(ControlMessage message);

    /** Sends to all routers. */
    void toAll(String address, ControlMessage message);

    /** Sends to one router; lost if there is no way. */
    void toRouter(RemoteRouter router, String address, ControlMessage message);

    /** Returns true if there is a way to a router. */
    boolean reaches(RemoteRouter router);
}
