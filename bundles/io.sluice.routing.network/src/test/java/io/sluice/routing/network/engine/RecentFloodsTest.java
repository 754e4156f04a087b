// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecentFloodsTest {

    private final RecentFloods floods = new RecentFloods();

    @Test
    void shouldKnowEveryCopyForAMomentAndNoneLater() {
        for (int i = 0; i < 5_000; i++) {
            assertTrue(floods.isNews("0/R" + i, i, 3, 1_000));
        }
        for (int i = 0; i < 5_000; i++) {
            assertFalse(floods.isNews("0/R" + i, i, 3, 1_000 + RecentFloods.SPAN_MILLIS - 1));
        }
        for (int i = 0; i < 5_000; i++) {
            assertTrue(floods.isNews("0/R" + i, i, 3, 1_000 + 2 * RecentFloods.SPAN_MILLIS));
        }
    }

    @Test
    void shouldTellMessagesAndSendersApart() {
        assertTrue(floods.isNews("0/A", 1, 1, 0));
        assertTrue(floods.isNews("0/A", 2, 1, 0));
        assertTrue(floods.isNews("0/B", 1, 1, 0));
        assertFalse(floods.isNews("0/B", 1, 1, 0));
    }

    @Test
    void shouldTakeAShorterWayForNews() {
        assertTrue(floods.isNews("0/A", 1, 4, 0));
        assertTrue(floods.isNews("0/A", 1, 2, 1));
        assertFalse(floods.isNews("0/A", 1, 2, 2));
        assertTrue(floods.isNews("0/A", 1, 1, RecentFloods.SPAN_MILLIS + 1));
        assertFalse(floods.isNews("0/A", 1, 3, RecentFloods.SPAN_MILLIS + 2));
    }
}
