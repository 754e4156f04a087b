// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class DeliveryTest {

    private final RecordingOrigin origin = new RecordingOrigin();

    private Delivery delivery(boolean presettled) {
        return RecordingOrigin.delivery(new MessageContent(origin, new byte[3]), origin, presettled);
    }

    @Test
    void shouldTakeOnlyTheFirstSettlement() {
        Delivery delivery = delivery(false);
        assertNull(delivery.outcome());
        assertTrue(delivery.settle(Outcome.ACCEPTED));
        assertFalse(delivery.settle(Outcome.RELEASED));
        delivery.update(Outcome.RELEASED);
        assertEquals(Outcome.ACCEPTED, delivery.outcome());
        assertEquals(List.of(Outcome.ACCEPTED), origin.outcomes);
    }

    @Test
    void shouldTellUpdatesBeforeTheSettlement() {
        Delivery delivery = delivery(false);
        Outcome received = Outcome.encoded(Outcome.Kind.RECEIVED, new byte[1]);
        delivery.update(received);
        assertFalse(delivery.settled());
        delivery.settle(Outcome.ACCEPTED);
        assertEquals(List.of(received, Outcome.ACCEPTED), origin.outcomes);
    }

    @Test
    void shouldTellOnlyTheSettlementOfAPresettledDelivery() {
        Delivery delivery = delivery(true);
        delivery.update(Outcome.ACCEPTED);
        assertTrue(origin.outcomes.isEmpty());
        delivery.settle(Outcome.ACCEPTED);
        assertEquals(1, origin.settlements.get());
    }

    @Test
    void shouldBeInAQueueOnce() {
        Delivery delivery = delivery(false);
        assertTrue(delivery.enqueueForward());
        assertFalse(delivery.enqueueForward());
        assertTrue(delivery.enqueueBack());
        assertFalse(delivery.enqueueBack());
        delivery.dequeueForward();
        delivery.dequeueBack();
        assertTrue(delivery.enqueueForward());
        assertTrue(delivery.enqueueBack());
    }

    @Test
    void shouldCopyWhatTheConsumerSees() {
        Delivery delivery = new Delivery(new MessageContent(origin, new byte[3]), origin, true, 7, 9, "a", 5);
        RecordingOrigin other = new RecordingOrigin();
        Delivery copy = delivery.copy(other);
        assertEquals(7, copy.messageFormat());
        assertEquals(9, copy.priority());
        assertEquals("a", copy.to());
        assertEquals(5, copy.arrivedNanos());
        assertTrue(copy.presettled());
        copy.settle(Outcome.ACCEPTED);
        assertEquals(1, other.settlements.get());
        assertFalse(delivery.settled());
    }
}
