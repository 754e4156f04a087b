// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.transport.api.EndpointSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Session;
import org.junit.jupiter.api.Test;

/** How much sessions let another router send. */
class SessionWindowsTest {

    private static final int PLAIN = 11;

    private final Connection connection = Connection.Factory.create();

    private static SessionWindows windows(EndpointSettings.Kind kind, Object... more) {
        Map<String, Object> attributes = new HashMap<>(Map.of("role", "inter-router"));
        for (int i = 0; i < more.length; i += 2) {
            attributes.put((String) more[i], more[i + 1]);
        }
        return new SessionWindows(new EndpointSettings(kind, "test", attributes));
    }

    private List<Session> begin(SessionWindows windows, int count, boolean ours) {
        List<Session> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Session session = connection.session();
            windows.begin(session, ours, i, 1);
            begun.add(session);
        }
        return begun;
    }

    private static long total(List<Session> sessions) {
        return sessions.stream().mapToLong(Session::getIncomingCapacity).sum();
    }

    @Test
    void shouldGiveEachPriorityAWideWindow() {
        SessionWindows windows = windows(EndpointSettings.Kind.LISTENER);
        for (Session session : begin(windows, PLAIN, false)) {
            assertEquals(ByteBudget.sessionBytes(2), session.getIncomingCapacity());
        }
    }

    @Test
    void shouldNotGiveManyMessagesThatArriveTheHeap() {
        for (EndpointSettings.Kind kind : EndpointSettings.Kind.values()) {
            for (String role : List.of("inter-router", "edge")) {
                shouldNotGiveManyMessagesThatArriveTheHeap(kind, windows(kind, "role", role));
            }
        }
    }

    private void shouldNotGiveManyMessagesThatArriveTheHeap(EndpointSettings.Kind kind, SessionWindows windows) {
        begin(windows, PLAIN, kind == EndpointSettings.Kind.CONNECTOR);
        List<Session> streams = begin(windows, 128, false);
        assertTrue(total(streams) < Runtime.getRuntime().maxMemory() / 2, kind + " " + total(streams));
        streams.subList(1, 128).forEach(windows::end);
        int narrowest = streams.get(127).getIncomingCapacity();
        assertTrue(begin(windows, 1, false).get(0).getIncomingCapacity() > narrowest);
    }

    @Test
    void shouldLeaveRoomForTwoFrames() {
        SessionWindows windows = windows(EndpointSettings.Kind.CONNECTOR, "maxFrameSize", 100_000);
        begin(windows, PLAIN, true);
        for (Session session : begin(windows, 64, false)) {
            assertTrue(session.getIncomingCapacity() >= 200_000);
        }
    }

    @Test
    void shouldGiveOneSharedSessionTheRoomForManyMessages() {
        SessionWindows windows = windows(EndpointSettings.Kind.CONNECTOR);
        List<Session> streams = begin(windows, 2, false);
        long before = total(streams);
        windows.sender(streams.get(0), 1);
        assertEquals(before, total(streams));
        windows.sender(streams.get(0), 1);
        assertEquals(ByteBudget.sharedSessionBytes(1), streams.get(0).getIncomingCapacity());
        windows.sender(streams.get(1), 1);
        windows.sender(streams.get(1), 1);
        assertEquals(before, streams.get(1).getIncomingCapacity() * 2L);
        windows.end(streams.get(0));
        Session next = begin(windows, 1, false).get(0);
        windows.sender(next, 1);
        windows.sender(next, 1);
        assertEquals(ByteBudget.sharedSessionBytes(1), next.getIncomingCapacity());
    }
}
