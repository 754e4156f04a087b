// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeliveryFanOutTest {

    private final RecordingOrigin origin = new RecordingOrigin();
    private final MessageContent content = new MessageContent(origin);
    private final Delivery parent = new Delivery(content, origin, false, 0, 4, null, 0);
    private final DeliveryFanOut fan = new DeliveryFanOut(parent);

    private Delivery copy() {
        return fan.copy(true, "to", RouterAnnotations.NONE.withTo("to", 1));
    }

    @Test
    void shouldAcceptAtOnceAndSettleWhenAllCopiesAreFinished() {
        content.complete();
        Delivery one = copy();
        fan.taken();
        Delivery two = copy();
        fan.taken();
        assertTrue(one.presettled());
        assertEquals("to", one.annotations().to());
        assertTrue(fan.end());
        assertEquals(Outcome.ACCEPTED, parent.outcome());
        assertFalse(parent.settled());
        one.settle(Outcome.RELEASED);
        assertFalse(parent.settled());
        two.settle(Outcome.ACCEPTED);
        assertTrue(parent.settled());
        assertEquals(Outcome.ACCEPTED, parent.outcome());
    }

    @Test
    void shouldIgnoreTheOutcomeOfAnUnsettledCopy() {
        content.complete();
        Delivery direct = fan.copy(false, null, RouterAnnotations.NONE);
        fan.taken();
        fan.end();
        direct.update(Outcome.RELEASED);
        assertFalse(parent.settled());
        direct.settle(Outcome.REJECTED);
        assertEquals(Outcome.ACCEPTED, parent.outcome());
        assertTrue(parent.settled());
    }

    @Test
    void shouldLeaveTheParentAloneIfNobodyTakesACopy() {
        fan.refused(copy());
        assertFalse(fan.end());
        assertNull(parent.outcome());
        content.append(new byte[] {1});
        assertTrue(parent.readable());
    }

    @Test
    void shouldBearCopiesThatAreFinishedBeforeAllAreMade() {
        content.complete();
        Delivery one = copy();
        one.settle(Outcome.ACCEPTED);
        fan.taken();
        fan.refused(copy());
        assertFalse(parent.settled());
        fan.end();
        assertTrue(parent.settled());
    }

    @Test
    void shouldTellAllReadersOfAGrowingContent() {
        content.append(new byte[10]);
        Delivery one = copy();
        content.readBy(one);
        fan.taken();
        Delivery none = copy();
        content.readBy();
        fan.refused(none);
        Delivery two = copy();
        content.readBy(two);
        fan.taken();
        fan.end();
        content.routed();
        content.append(new byte[MessageContent.HIGH_BYTES]);
        assertTrue(content.mustPause());
        one.read();
        one.read();
        assertEquals(MessageContent.HIGH_BYTES + 10, content.buffered());
        two.read();
        two.read();
        assertEquals(0, content.buffered());
    }
}
