// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryGroupTest {

    private final RecordingOrigin origin = new RecordingOrigin();
    private final Delivery parent =
            RecordingOrigin.delivery(new MessageContent(origin, new byte[1]), origin, false);

    private static Outcome outcome(Outcome.Kind kind) {
        return switch (kind) {
            case ACCEPTED -> Outcome.ACCEPTED;
            case REJECTED -> Outcome.rejected("amqp:x", "lost on the way");
            case RELEASED -> Outcome.RELEASED;
            case MODIFIED -> Outcome.MODIFIED_FAILED;
            case NONE -> Outcome.NONE;
            default -> Outcome.encoded(kind, new byte[1]);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED, ACCEPTED, ACCEPTED",
        "ACCEPTED, REJECTED, REJECTED",
        "REJECTED, RELEASED, REJECTED",
        "MODIFIED, ACCEPTED, ACCEPTED",
        "RELEASED, ACCEPTED, ACCEPTED",
        "RELEASED, MODIFIED, MODIFIED",
        "RELEASED, RELEASED, RELEASED",
        "OTHER, ACCEPTED, REJECTED",
        "NONE, RELEASED, RELEASED",
        "NONE, ACCEPTED, ACCEPTED",
        "ACCEPTED, NONE, ACCEPTED",
        "RECEIVED, ACCEPTED, ACCEPTED",
        "RECEIVED, RECEIVED, NONE",
        "NONE, NONE, NONE"
    })
    void shouldAggregateByRank(Outcome.Kind first, Outcome.Kind second, Outcome.Kind expected) {
        DeliveryGroup group = new DeliveryGroup(parent, 2);
        group.copy(0).settle(outcome(first));
        assertTrue(origin.outcomes.isEmpty());
        group.copy(1).settle(outcome(second));
        assertTrue(parent.settled());
        assertEquals(expected, parent.outcome().kind());
        assertNull(parent.outcome().condition());
        assertEquals(1, origin.outcomes.size());
    }

    @Test
    void shouldGiveTheOutcomeWhenAllHaveOneAndSettleWhenAllHaveSettled() {
        DeliveryGroup group = new DeliveryGroup(parent, 2);
        group.copy(0).update(Outcome.ACCEPTED);
        assertTrue(origin.outcomes.isEmpty());
        group.copy(1).settle(Outcome.ACCEPTED);
        assertEquals(List.of(Outcome.ACCEPTED), origin.outcomes);
        assertFalse(parent.settled());
        group.copy(0).settle(Outcome.ACCEPTED);
        assertTrue(parent.settled());
        assertEquals(2, origin.outcomes.size());
    }

    @Test
    void shouldNotPassStatesThatAreNotTerminal() {
        DeliveryGroup group = new DeliveryGroup(parent, 1);
        group.copy(0).update(Outcome.encoded(Outcome.Kind.RECEIVED, new byte[1]));
        assertTrue(origin.outcomes.isEmpty());
        group.copy(0).settle(Outcome.RELEASED);
        assertEquals(Outcome.RELEASED, parent.outcome());
    }

    @Test
    void shouldTakeAnUnknownStateForARejectionBeforeItIsSettled() {
        DeliveryGroup group = new DeliveryGroup(parent, 1);
        group.copy(0).update(Outcome.encoded(Outcome.Kind.OTHER, new byte[1]));
        assertEquals(List.of(Outcome.REJECTED), origin.outcomes);
        group.copy(0).settle(Outcome.ACCEPTED);
        assertEquals(Outcome.REJECTED, parent.outcome());
    }

    @Test
    void shouldNotPassTheFieldsOfAModification() {
        DeliveryGroup group = new DeliveryGroup(parent, 1);
        group.copy(0).settle(Outcome.encoded(Outcome.Kind.MODIFIED, new byte[1]));
        assertSame(Outcome.MODIFIED_FAILED, parent.outcome());
    }

    @Test
    void shouldTellEveryConsumerThatTheSenderHasSettled() {
        DeliveryGroup group = new DeliveryGroup(parent, 2);
        List<Delivery> told = new ArrayList<>();
        group.copy(1).sink(told::add);
        parent.stopReading();
        parent.senderSettles();
        assertTrue(group.copy(0).senderSettled());
        assertEquals(List.of(group.copy(1)), told);
        assertFalse(parent.settled());
    }

    @Test
    void shouldSettleAPresettledParentOnceForItsCredit() {
        Delivery presettled = RecordingOrigin.delivery(new MessageContent(origin, new byte[1]), origin, true);
        DeliveryGroup group = new DeliveryGroup(presettled, 3);
        for (Delivery copy : group.copies()) {
            assertEquals(0, origin.settlements.get());
            copy.settle(Outcome.ACCEPTED);
        }
        assertEquals(1, origin.settlements.get());
    }

    @Test
    void shouldPassRoomForContentToTheParentsOrigin() {
        DeliveryGroup group = new DeliveryGroup(parent, 1);
        group.onContentDrained(parent.content());
        assertEquals(1, origin.drained.get());
    }
}
