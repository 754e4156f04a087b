// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashSet;
import java.util.Set;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Session;
import org.junit.jupiter.api.Test;

/** Which links share a session. */
class OwnSessionsTest {

    private final Connection connection = Connection.Factory.create();
    private int lastChannel = 32_767;
    private final OwnSessions sessions = new OwnSessions(connection::session, () -> lastChannel);

    @Test
    void shouldShareASessionUnderOneWord() {
        Session data = sessions.of("data-0");
        assertSame(data, sessions.of("data-0"));
        assertNotSame(data, sessions.of("data-1"));
        sessions.ended(data);
        assertNotSame(data, sessions.of("data-0"));
    }

    @Test
    void shouldUseASessionAgainThatHasNoMessageAnyMore() {
        Session first = sessions.of("streaming");
        assertNotSame(first, sessions.of("streaming"));
        sessions.left(first);
        assertSame(first, sessions.of("streaming"));
        sessions.left(first);
        sessions.ended(first);
        assertNotSame(first, sessions.of("streaming"));
    }

    @Test
    void shouldBoundItsSessions() {
        Set<Session> begun = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            begun.add(sessions.of("streaming"));
        }
        assertEquals(128, begun.size());
    }

    @Test
    void shouldLeaveChannelsToOthers() {
        lastChannel = 10;
        Session only = sessions.of("streaming");
        assertSame(only, sessions.of("streaming"));
    }
}
