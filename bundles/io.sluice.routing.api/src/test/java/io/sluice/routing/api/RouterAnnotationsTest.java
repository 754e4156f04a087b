// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterAnnotationsTest {

    private static final RouterAnnotations FAR = new RouterAnnotations("a", 1, true, "0/A", List.of("0/A", "0/B"));

    @Test
    void shouldReplaceAddressAndPhaseAndKeepTheRest() {
        RouterAnnotations redirected = FAR.withTo("b", RouterAnnotations.FALLBACK_PHASE);
        assertEquals(new RouterAnnotations("b", 22, true, "0/A", List.of("0/A", "0/B")), redirected);
        assertNotEquals(FAR, redirected);
        assertSame(FAR, FAR.withTo("a", 1));
    }

    @Test
    void shouldForgetTheWayOnly() {
        assertEquals(new RouterAnnotations("a", 1, true, null, List.of()), FAR.withoutPath());
        assertSame(RouterAnnotations.NONE, RouterAnnotations.NONE.withoutPath());
    }

    @Test
    void shouldNotChangeWithTheListItWasMadeOf() {
        List<String> trace = new ArrayList<>(List.of("0/A"));
        RouterAnnotations made = new RouterAnnotations(null, 0, false, null, trace);
        trace.add("0/B");
        assertEquals(List.of("0/A"), made.trace());
        assertEquals(made.hashCode(), new RouterAnnotations(null, 0, false, null, List.of("0/A")).hashCode());
    }

    @Test
    void shouldGiveEachCopyTheAnnotationsOfItsParentUntilTheyAreReplaced() {
        RecordingOrigin origin = new RecordingOrigin();
        Delivery parent = new Delivery(new MessageContent(origin), origin, false, 0, 4, null, 0);
        assertSame(RouterAnnotations.NONE, parent.annotations());
        parent.annotations(FAR);
        Delivery first = parent.copy(origin);
        Delivery second = parent.copy(origin, true, "x");
        second.annotations(RouterAnnotations.NONE);
        assertSame(FAR, first.annotations());
        assertSame(FAR, parent.annotations());
        assertSame(RouterAnnotations.NONE, second.annotations());
        assertEquals("x", second.to());
        assertEquals(true, second.presettled());
    }
}
