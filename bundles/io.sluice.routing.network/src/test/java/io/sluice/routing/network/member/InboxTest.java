// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Runnable NOTHING = () -> { };

    private final Inbox inbox = new Inbox();

    @Test
    void shouldRefuseMessagesBeyondItsLimitAndCountThem() throws InterruptedException {
        for (int i = 0; i < Inbox.MAX_MESSAGES; i++) {
            assertTrue(inbox.postMessage(NOTHING, 1));
        }
        assertFalse(inbox.postMessage(NOTHING, 1));
        inbox.post(NOTHING);
        assertEquals(1, inbox.takeDropped());
        assertEquals(0, inbox.takeDropped());
        assertNotNull(inbox.poll(0));
        assertTrue(inbox.postMessage(NOTHING, 1));
    }

    @Test
    void shouldRefuseMoreBytesThanItHolds() throws InterruptedException {
        assertTrue(inbox.postMessage(NOTHING, (int) Inbox.MAX_BYTES + 1), "a large one alone");
        assertFalse(inbox.postMessage(NOTHING, 1));
        assertNotNull(inbox.poll(0));
        assertTrue(inbox.postMessage(NOTHING, 1));
        assertNotNull(inbox.poll(0));
        assertNull(inbox.poll(0));
    }
}
