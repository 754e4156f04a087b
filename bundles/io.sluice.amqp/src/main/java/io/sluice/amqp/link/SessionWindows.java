// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.transport.api.EndpointSettings;
import org.apache.qpid.proton.engine.Session;

/**
 * How much the sessions of one connection let the peer send. While there is one link at most, TCP holds a sender back,
 * and the window is wide open: one that closes costs the sender dearly. With more links the socket must be read in any
 * case, as an outcome may be behind what cannot be taken, and the window bounds what piles up. Owner loop only.
 */
final class SessionWindows {

    /** What a sender may have under way beyond the window that it has not heard of yet: the sockets' buffers. */
    private static final int UNDER_WAY_BYTES = 8 * 1024 * 1024;

    /** With more connections than this the bounds would add up to too much if all windows had to shrink. */
    private static final int FEW_CONNECTIONS = 16;

    /** Sessions between routers that are busy at a time: there are many, but most messages have one priority. */
    private static final int BUSY_ROUTER_SESSIONS = 2;

    private int configuredBytes;
    private final boolean router;
    private final List<Session> wide = new ArrayList<>();
    private final Map<Session, Integer> senders = new IdentityHashMap<>();

    SessionWindows(EndpointSettings settings) {
        int frames = settings.number("maxSessionFrames", 0);
        long bytes = (long) frames * settings.number("maxFrameSize", 16384);
        this.router = RouterLinks.role(settings.role());
        this.configuredBytes = (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** Bounds the windows of sessions that begin from now on. */
    void limit(int bytes) {
        configuredBytes = bytes;
    }

    /**
     * A session begins.
     *
     * @param links that the connection has already
     * @param connections that the loop has
     */
    void begin(Session session, int links, int connections) {
        if (configuredBytes > 0) {
            session.setIncomingCapacity(configuredBytes);
        } else if (router) {
            session.setIncomingCapacity(ByteBudget.sessionBytes(BUSY_ROUTER_SESSIONS * connections));
        } else if (links == 0 && connections <= FEW_CONNECTIONS) {
            session.setIncomingCapacity(Integer.MAX_VALUE);
            wide.add(session);
        } else {
            session.setIncomingCapacity(ByteBudget.sessionBytes(connections));
        }
    }

    /** The connection has so many links now, and the loop so many connections. */
    void links(int count, int connections) {
        if (count > 1 && !wide.isEmpty()) {
            for (Session session : wide) {
                // The peer hears of it with the next flow.
                session.setIncomingCapacity(
                    session.getIncomingBytes() + ByteBudget.sessionBytes(connections) + UNDER_WAY_BYTES);
            }
            wide.clear();
        }
    }

    /**
     * The peer has one more link to send on in a session. A router may have one session for all messages that are
     * still arriving, and consumers may need them in another sequence than the one in which they fill the window: it
     * has to be wide, or they wait for each other.
     */
    void sender(Session session, int connections) {
        if (router && configuredBytes == 0 && senders.merge(session, 1, Integer::sum) == 2) {
            session.setIncomingCapacity(ByteBudget.sharedSessionBytes(connections));
        }
    }

    void end(Session session) {
        wide.remove(session);
        senders.remove(session);
    }
}
