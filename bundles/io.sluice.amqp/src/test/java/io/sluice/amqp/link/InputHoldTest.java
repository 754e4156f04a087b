// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputHoldTest {

    private static final int SHARE = 1000;

    private final List<Boolean> told = new ArrayList<>();
    private final ByteBudget budget = new ByteBudget(SHARE, () -> { });
    private final InputHold hold = new InputHold(budget, told::add);

    @Test
    void shouldHoldInputWhileTheOnlyLinkIsBlocked() {
        hold.came(true);
        hold.blocked(true);
        hold.blocked(false);
        assertEquals(List.of(true, false), told);
    }

    @Test
    void shouldReadOnOnceThereIsAnotherLink() {
        hold.came(true);
        hold.blocked(true);
        hold.came(true);
        assertEquals(List.of(true, false), told);
        hold.left(true);
        assertEquals(List.of(true, false, true), told);
    }

    @Test
    void shouldHoldAPeerThatOnlySendsUntilThereIsMemoryAgain() {
        hold.came(true);
        hold.came(true);
        budget.count(SHARE);
        hold.blocked(true);
        assertEquals(List.of(true), told);
        budget.count(-1);
        budget.relieve();
        assertEquals(List.of(true, false), told);
    }

    @Test
    void shouldReadFromAPeerThatReceivesWhateverMemoryThereIs() {
        hold.came(true);
        hold.came(false);
        budget.count(SHARE);
        hold.blocked(true);
        assertEquals(List.of(), told);
        hold.left(false);
        assertEquals(List.of(true), told);
    }

    @Test
    void shouldReadOnWhenTheConnectionEnds() {
        hold.came(true);
        hold.blocked(true);
        hold.end();
        hold.left(true);
        assertEquals(List.of(true, false), told);
    }
}
