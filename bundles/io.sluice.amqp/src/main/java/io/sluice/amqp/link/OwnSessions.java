// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.qpid.proton.engine.Session;

/** The sessions that this side of a connection begins, each with the first link that needs it. Owner loop only. */
final class OwnSessions {

    private final Supplier<Session> begin;
    private final Map<String, Session> sessions = new HashMap<>();

    OwnSessions(Supplier<Session> begin) {
        this.begin = begin;
    }

    /** Returns the session for links that share a word. */
    Session of(String name) {
        return sessions.computeIfAbsent(name, absent -> begin.get());
    }

    /** A session has ended; the next link begins a new one. */
    void ended(Session session) {
        sessions.values().remove(session);
    }
}
