// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** Sessions that the dialling router begins for the protocol and for the priorities. */
    private static final int PLAIN_ROUTER_SESSIONS = 11;

    /** Sessions that an edge begins for links with addresses, for the interior's services, and for routed links. */
    private static final int PLAIN_EDGE_SESSIONS = 3;

    /** Sessions for one message each that are as wide as any: over a long way a few messages need that. */
    private static final int WIDE_STREAMS = 4;
    private static final int NARROW_STREAMS = 32;
    private static final int NARROW_BYTES = 1024 * 1024;
    private static final int NARROWEST_BYTES = 256 * 1024;

    private int configuredBytes;
    private final boolean router;
    /** Not an edge. */
    private final boolean betweenRouters;
    private final boolean dialled;
    private final int twoFrames;
    private final Set<Session> streams = Collections.newSetFromMap(new IdentityHashMap<>());
    private int plain;
    /** The session that has the room for many messages at a time, null if there is none. */
    private Session shared;
    private final List<Session> wide = new ArrayList<>();
    private final Map<Session, Integer> senders = new IdentityHashMap<>();

    SessionWindows(EndpointSettings settings) {
        int frames = settings.number("maxSessionFrames", 0);
        long bytes = (long) frames * settings.number("maxFrameSize", 16384);
        this.router = RouterLinks.role(settings.role());
        this.betweenRouters = settings.role().equals("inter-router");
        this.dialled = settings.kind() == EndpointSettings.Kind.CONNECTOR;
        this.twoFrames = 2 * settings.number("maxFrameSize", 16384);
        this.configuredBytes = (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** Bounds the windows of sessions that begin from now on. */
    void limit(int bytes) {
        configuredBytes = bytes;
    }

    /**
     * A session begins.
     *
     * @param ours this side begins it
     * @param links that the connection has already
     * @param connections that the loop has
     */
    void begin(Session session, boolean ours, int links, int connections) {
        if (configuredBytes > 0) {
            session.setIncomingCapacity(configuredBytes);
        } else if (router) {
            session.setIncomingCapacity(routerBytes(session, ours, connections));
        } else if (links == 0 && connections <= FEW_CONNECTIONS) {
            session.setIncomingCapacity(Integer.MAX_VALUE);
            wide.add(session);
        } else {
            session.setIncomingCapacity(ByteBudget.sessionBytes(connections));
        }
    }

    /**
     * A message that still arrives has a session for itself if the other router can do that, and as many messages as
     * there are must not fill the heap when their consumers are slow: the more there are, the less each is given.
     */
    private int routerBytes(Session session, boolean ours, int connections) {
        int wide = ByteBudget.sessionBytes(BUSY_ROUTER_SESSIONS * connections);
        if (ours == dialled && plain < (betweenRouters ? PLAIN_ROUTER_SESSIONS : PLAIN_EDGE_SESSIONS)) {
            plain++;
            return wide;
        }
        if (ours) {
            return wide;
        }
        streams.add(session);
        int number = streams.size();
        int least = number <= WIDE_STREAMS ? wide : number <= NARROW_STREAMS ? NARROW_BYTES : NARROWEST_BYTES;
        return Math.max(twoFrames, Math.min(wide, least));
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
     * has to be wide, or they wait for each other. There is room for one such session; {@link StreamJam} looks after
     * what this does not prevent.
     */
    void sender(Session session, int connections) {
        if (router && configuredBytes == 0 && senders.merge(session, 1, Integer::sum) == 2
            && (shared == null || !betweenRouters)) {
            shared = session;
            session.setIncomingCapacity(ByteBudget.sharedSessionBytes(connections));
        }
    }

    void end(Session session) {
        wide.remove(session);
        senders.remove(session);
        streams.remove(session);
        shared = shared == session ? null : shared;
    }
}
