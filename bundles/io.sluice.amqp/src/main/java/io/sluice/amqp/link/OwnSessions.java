// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.apache.qpid.proton.engine.Session;

/**
 * The sessions that this side of a connection begins, each with the first link that needs it. Links for messages that
 * still arrive have one each, as long as there are not too many: who cannot take more of one message can only close
 * the window of its session, and that would stop the others. Owner loop only.
 */
final class OwnSessions {

    /** What shares a session otherwise. */
    private static final String STREAMING = "streaming";
    private static final int MOST_STREAMING = 128;
    /** Channels that are left to other links. */
    private static final int OTHER_CHANNELS = 32;

    private final Supplier<Session> begin;
    private final IntSupplier lastChannel;
    private final Map<String, Session> sessions = new HashMap<>();
    /** By session, how many links for messages that still arrive it has. */
    private final Map<Session, Integer> streaming = new LinkedHashMap<>();

    /**
     * Makes a connection's sessions.
     *
     * @param lastChannel the highest channel that the peer takes
     */
    OwnSessions(Supplier<Session> begin, IntSupplier lastChannel) {
        this.begin = begin;
        this.lastChannel = lastChannel;
    }

    /** Returns the session for links that share a word. */
    Session of(String name) {
        return name.equals(STREAMING) ? streaming() : sessions.computeIfAbsent(name, absent -> begin.get());
    }

    private Session streaming() {
        Session chosen = streaming.entrySet().stream().min(Comparator.comparingInt(Map.Entry::getValue))
            .map(Map.Entry::getKey).orElse(null);
        int most = Math.min(MOST_STREAMING, lastChannel.getAsInt() - OTHER_CHANNELS);
        if (chosen == null || streaming.get(chosen) > 0 && streaming.size() < most) {
            chosen = begin.get();
        }
        streaming.merge(chosen, 1, Integer::sum);
        return chosen;
    }

    /** A link of a session has ended. */
    void left(Session session) {
        streaming.computeIfPresent(session, (same, links) -> links - 1);
    }

    /** A session has ended; the next link begins a new one. */
    void ended(Session session) {
        sessions.values().remove(session);
        streaming.remove(session);
    }
}
