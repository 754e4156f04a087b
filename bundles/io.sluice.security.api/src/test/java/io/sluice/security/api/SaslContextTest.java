// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class SaslContextTest {

    @Test
    void shouldTellWhatTheListenerNames() {
        SaslContext context = new SaslContext(false, List.of("PLAIN"), List.of(), null, "h:1", null);

        assertTrue(context.names("PLAIN"));
        assertFalse(context.names("ANONYMOUS"));
        assertFalse(new SaslContext(false, List.of(), List.of(), null, "h:1", null).names("PLAIN"));
    }

    @Test
    void shouldCopyItsLists() {
        List<String> allowed = new ArrayList<>(List.of("PLAIN"));
        SaslContext context = new SaslContext(false, allowed, List.of(), null, "h:1", null);

        allowed.add("ANONYMOUS");

        assertEquals(List.of("PLAIN"), context.allowedMechanisms());
        assertThrows(UnsupportedOperationException.class, () -> context.allowedMechanisms().add("X"));
    }
}
