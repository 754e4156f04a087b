// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private int reliefs;
    private final ByteBudget budget = new ByteBudget(10_000_000, () -> reliefs++);

    @Test
    void shouldBoundOneLinkWhileThereIsPlenty() {
        assertTrue(budget.allows(ByteBudget.LINK_BYTES - 1));
        assertFalse(budget.allows(ByteBudget.LINK_BYTES));
    }

    @Test
    void shouldAllowEachLinkLittleWhileTheLoopHoldsItsShare() {
        budget.count(10_000_000);
        assertTrue(budget.allows(0));
        assertTrue(budget.allows(ByteBudget.CROWDED_LINK_BYTES - 1));
        assertFalse(budget.allows(ByteBudget.CROWDED_LINK_BYTES));
        budget.count(-1);
        assertTrue(budget.allows(ByteBudget.LINK_BYTES - 1));
    }

    @Test
    void shouldHaveRoomForAtLeastOneLinkByDefault() {
        assertTrue(ByteBudget.ofLoop(() -> { }).allows(0));
    }

    @Test
    void shouldOpenSessionsForAShareOfTheHeap() {
        long mib = 1024 * 1024;
        assertEquals(8 * mib, ByteBudget.sessionBytes(256 * mib, 1));
        assertEquals(mib / 2, ByteBudget.sessionBytes(16 * mib, 1));
        assertEquals(16 * mib, ByteBudget.sessionBytes(8192 * mib, 1));
    }

    @Test
    void shouldOpenSessionsForLessWithManyConnections() {
        long mib = 1024 * 1024;
        assertEquals(2 * mib, ByteBudget.sessionBytes(256 * mib, 16));
        assertEquals(mib / 4, ByteBudget.sessionBytes(256 * mib, 1000));
    }

    @Test
    void shouldAllowEachLinkOneDeliveryWhileTheLoopHoldsTwiceItsShare() {
        budget.count(20_000_000);
        assertTrue(budget.allows(0));
        assertFalse(budget.allows(1));
    }

    @Test
    void shouldTellThoseWhoWaitOnceThereIsRoomAgain() {
        int[] told = new int[2];
        Runnable stays = () -> told[0]++;
        Runnable leaves = () -> told[1]++;
        budget.count(10_000_000);
        budget.await(stays);
        budget.await(leaves);
        budget.forget(leaves);
        budget.relieve();
        assertEquals(0, told[0]);
        budget.count(-1);
        assertEquals(1, reliefs);
        budget.relieve();
        budget.relieve();
        assertEquals(1, told[0]);
        assertEquals(0, told[1]);
    }
}
