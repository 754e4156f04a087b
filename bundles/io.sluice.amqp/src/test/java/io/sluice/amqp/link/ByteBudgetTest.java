// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(10_000_000);

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
        assertTrue(ByteBudget.ofLoop().allows(0));
    }

    @Test
    void shouldOpenSessionsForAShareOfTheHeap() {
        long mib = 1024 * 1024;
        assertEquals(8 * mib, ByteBudget.sessionBytes(256 * mib));
        assertEquals(mib, ByteBudget.sessionBytes(16 * mib));
        assertEquals(16 * mib, ByteBudget.sessionBytes(8192 * mib));
    }
}
