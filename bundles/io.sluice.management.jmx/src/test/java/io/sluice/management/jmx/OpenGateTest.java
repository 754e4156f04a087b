// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class OpenGateTest {

    private final List<String> heard = new ArrayList<>();
    private final OpenGate gate = new OpenGate((added, entity) -> heard.add((added ? "+" : "-") + entity.identity()));
    private final FakeEntity connection = new FakeEntity("connection", "C1", "c").with("opened", false);

    @Test
    void shouldTellAConnectionOnceItIsOpenAndBeforeItsLinks() {
        gate.changed(true, connection);
        assertTrue(gate.look());
        assertEquals(List.of(), heard);
        connection.with("opened", true);
        gate.changed(true, new FakeEntity("router.link", "L1", "l").with("connectionId", "C1"));
        assertFalse(gate.look());
        gate.changed(false, connection);
        assertEquals(List.of("+C1", "+L1", "-C1"), heard);
    }

    @Test
    void shouldTellNothingOfAConnectionThatNeverOpened() {
        gate.changed(true, connection);
        gate.changed(false, connection);
        assertFalse(gate.look());
        assertEquals(List.of(), heard);
    }

    @Test
    void shouldTellTheEndOfOneThatIsNoLongerOpen() {
        gate.changed(true, connection.with("opened", true));
        gate.changed(false, connection.with("opened", false));
        assertEquals(List.of("+C1", "-C1"), heard);
    }
}
