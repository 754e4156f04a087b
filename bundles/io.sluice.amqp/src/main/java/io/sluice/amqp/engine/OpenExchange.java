// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.routing.api.RouterInfo;
import io.sluice.transport.api.WireConnection;
import org.apache.qpid.proton.engine.Connection;

/**
 * The exchange of Opens. Ours names the router, so it waits until there has been one; meanwhile no input is taken.
 * Owner loop only.
 */
final class OpenExchange {

    private final WireConnection wire;
    private final HandlerContext context;
    private final Connection connection;
    private boolean awaitingInfo;
    private boolean sent;
    private boolean received;

    OpenExchange(WireConnection wire, HandlerContext context, Connection connection) {
        this.wire = wire;
        this.context = context;
        this.connection = connection;
    }

    /** Sends our Open, unless the router's name is not known yet. */
    void send() {
        RouterInfo info = context.links().info();
        if (info == null) {
            awaitingInfo = true;
            context.awaitInfo();
        } else if (!sent) {
            awaitingInfo = false;
            sent = true;
            OpenFields.fill(connection, wire, context, info.id());
            connection.open();
        }
    }

    /** The peer's Open arrived: ours is the answer, if it has not been sent yet. */
    void peerOpened() {
        received = true;
        send();
    }

    boolean awaitingInfo() {
        return awaitingInfo;
    }

    boolean complete() {
        return sent && received;
    }
}
