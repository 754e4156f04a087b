// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.transport.api.ConnectionLoop;

/** Looks at what the codec holds for a loop. */
public final class ModelInboxes {

    private ModelInboxes() {}

    /** Returns the bytes in deliveries without outcome; 0 if the loop has no connection. */
    public static long heldBytes(RouterGate gate, ConnectionLoop loop) {
        LoopInbox inbox = gate.inbox(loop);
        return inbox == null ? 0 : inbox.budget().held();
    }

    /** Returns true if the codec knows the loop. */
    public static boolean knows(RouterGate gate, ConnectionLoop loop) {
        return gate.inbox(loop) != null;
    }
}
