// SPDX-License-Identifier: Apache-2.0
package org.apache.qpid.proton.engine.impl;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.engine.Session;

/**
 * Opens a session's window where proton-j would leave it closed. It is in proton-j's package because it needs the
 * engine's own state.
 */
public final class SessionFlow {

    private SessionFlow() { }

    /**
     * Has the engine tell the peer of the window if that is used up. By itself it does so only for the link whose
     * transfer was the last: if that link ends meanwhile, all others of the session would wait for ever.
     */
    public static void reopen(Session session) {
        SessionImpl known = (SessionImpl) session;
        TransportSession transportSession = known.getTransportSession();
        if (transportSession != null && transportSession.getIncomingWindowSize().equals(UnsignedInteger.ZERO)) {
            known.modified();
        }
    }
}
