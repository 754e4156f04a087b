// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import io.sluice.amqp.spi.EngineConnection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.SessionFlow;

/** The sessions of one connection: who begins them, how wide their windows are, and when they end. Owner loop only. */
final class ConnectionSessions {

    private final EngineConnection connection;
    private final LoopInbox inbox;
    private final SessionWindows windows;
    private final OwnSessions own;
    private int links;

    ConnectionSessions(EngineConnection connection, LoopInbox inbox) {
        this.connection = connection;
        this.inbox = inbox;
        this.windows = new SessionWindows(connection.settings());
        this.own = new OwnSessions(this::begin, () -> connection.engine().getTransport().getRemoteChannelMax());
    }

    /** Bounds the windows of sessions that begin from now on. */
    void limit(int bytes) {
        windows.limit(bytes);
    }

    // ---- links

    /** Returns the session for links of this side that share a word. */
    Session own(String word) {
        return own.of(word);
    }

    /** A link has come; the connection has so many now. */
    void came(BaseLink link, int count) {
        links = count;
        windows.links(count, inbox.connections().get());
        if (link.descriptor().incoming()) {
            windows.sender(link.session(), inbox.connections().get());
        }
    }

    /** A link has left; the connection has so many now. */
    void left(BaseLink link, int count) {
        links = count;
        own.left(link.session());
    }

    /** The engine forgets a link, and what it has of it unread. */
    static void free(Link link) {
        link.free();
        SessionFlow.reopen(link.getSession());
    }

    // ---- begin and end

    private Session begin() {
        Session session = connection.engine().session();
        open(session);
        return session;
    }

    void begunByPeer(Session session) {
        if (session.getLocalState() == EndpointState.UNINITIALIZED) {
            open(session);
        }
    }

    private void open(Session session) {
        boolean ours = session.getRemoteState() == EndpointState.UNINITIALIZED;
        windows.begin(session, ours, links, inbox.connections().get());
        session.open();
        connection.touch();
    }

    /** The peer ends a session; the next link of this side that would use it begins a new one. */
    void ending(Session session) {
        own.ended(session);
    }

    /** The peer has ended a session, and its links with it. */
    void ended(Session session) {
        if (session.getLocalState() != EndpointState.CLOSED) {
            session.close();
        }
        windows.end(session);
        session.free();
        connection.touch();
    }
}
