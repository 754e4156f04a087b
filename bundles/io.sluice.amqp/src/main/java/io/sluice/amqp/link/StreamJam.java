// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.routing.api.Delivery;
import io.sluice.transport.api.ConnectionLoop;
import org.apache.qpid.proton.engine.Session;

/**
 * Resolves messages between routers that wait for each other. The other router may send all messages that are still
 * arriving in one session; then those whose turn at the consumer has not come can fill its window, and the one whose
 * turn it is cannot arrive. Nothing would ever move again: so half of those that wait are given back. Owner loop only.
 */
final class StreamJam {

    private static final int LOOK_MILLIS = 500;
    /** So often in a row nothing has moved when messages are given back of which no consumer has had anything. */
    private static final int LOOKS_UNREAD = 2;
    /** The same for messages that consumers have begun to read, or that will be lost. */
    private static final int LOOKS_BEGUN = 4;

    private final ConnectionLoop loop;
    private final Collection<BaseLink> links;
    private final int frameBytes;
    private Map<Session, Standstill> standstills = Map.of();
    private boolean watching;

    /** How much consumers had read when nothing moved for the first time, and how often it was found so since. */
    private record Standstill(long read, int looks) { }

    StreamJam(ConnectionLoop loop, Collection<BaseLink> links, int frameBytes) {
        this.loop = loop;
        this.links = links;
        this.frameBytes = frameBytes;
    }

    /** A link has stopped reading. */
    void watch() {
        if (!watching) {
            watching = true;
            loop.schedule(this::look, LOOK_MILLIS);
        }
    }

    private void look() {
        watching = false;
        Map<Session, List<IncomingLink>> sessions = new IdentityHashMap<>();
        for (BaseLink link : links) {
            if (link instanceof IncomingLink incoming && incoming.arriving() != null) {
                sessions.computeIfAbsent(link.session(), absent -> new ArrayList<>()).add(incoming);
            }
        }
        Map<Session, Standstill> found = new IdentityHashMap<>();
        boolean waiting = false;
        for (Map.Entry<Session, List<IncomingLink>> entry : sessions.entrySet()) {
            List<IncomingLink> arriving = entry.getValue();
            waiting |= arriving.size() > 1 && arriving.stream().anyMatch(IncomingLink::isPaused);
            if (isFull(entry.getKey()) && arriving.stream().anyMatch(IncomingLink::starves)) {
                found.put(entry.getKey(), judge(arriving, standstills.get(entry.getKey())));
            }
        }
        standstills = found;
        if (waiting) {
            watch();
        }
    }

    private boolean isFull(Session session) {
        return session.getIncomingCapacity() - session.getIncomingBytes() < frameBytes;
    }

    private static Standstill judge(List<IncomingLink> arriving, Standstill before) {
        long read = arriving.stream().mapToLong(link -> read(link.arriving())).sum();
        int looks = before != null && before.read == read ? before.looks + 1 : 0;
        if (looks >= LOOKS_UNREAD && giveBack(arriving, looks >= LOOKS_BEGUN)) {
            return new Standstill(read, 0);
        }
        return new Standstill(read, looks);
    }

    /** Gives back those that came last: their turn is likely to be the last, too. */
    private static boolean giveBack(List<IncomingLink> arriving, boolean begun) {
        List<IncomingLink> waiting = arriving.stream().filter(IncomingLink::isPaused)
            .filter(link -> begun || !link.arriving().presettled() && read(link.arriving()) == 0).toList();
        waiting.subList(waiting.size() / 2, waiting.size()).forEach(IncomingLink::revoke);
        return !waiting.isEmpty();
    }

    /** Returns how much the slowest consumer has read. */
    private static long read(Delivery delivery) {
        return delivery == null ? 0 : delivery.content().length() - delivery.content().buffered();
    }
}
