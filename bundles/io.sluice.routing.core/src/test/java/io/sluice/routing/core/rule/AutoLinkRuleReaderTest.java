// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoLinkRuleReaderTest {

    private static AutoLinkRule read(Map<String, Object> properties) throws RuleException {
        return AutoLinkRuleReader.read(new RuleKind.Origin("pid", "7"), properties);
    }

    private static void refused(String attribute, String text, Map<String, Object> properties) {
        RuleException refusal = assertThrows(RuleException.class, () -> read(properties));
        assertEquals(text, refusal.getMessage());
        assertEquals(attribute, refusal.attribute());
    }

    @Test
    void shouldSayWhatIsWrong() {
        refused("address", "address and direction fields are mandatory", Map.of("direction", "in"));
        refused("direction", "address and direction fields are mandatory", Map.of("address", "q"));
        refused("direction", "Invalid value for 'direction'", Map.of("address", "q", "direction", "up"));
        refused("phase", "autoLink phase must be between 0 and 9",
                Map.of("address", "q", "direction", "in", "phase", 10));
        refused("containerId", "Both connection and containerId cannot be specified. Specify only one",
                Map.of("address", "q", "direction", "in", "connection", "c", "containerId", "d"));
    }

    @ParameterizedTest
    @CsvSource({"in, false, 1", "out, false, 0", "in, true, 0", "out, true, F"})
    void shouldTakeThePhaseFromTheDirection(String direction, boolean fallback, char phase) throws RuleException {
        assertEquals(phase, read(Map.of("address", "q", "direction", direction, "fallback", fallback)).phase());
    }

    @Test
    void shouldBeCalledByNameOrIdentityInTheLog() throws RuleException {
        assertEquals("'al' on connection c",
                read(Map.of("name", "al", "address", "q", "direction", "in", "connection", "c")).label());
        assertEquals("'7' on container d",
                read(Map.of("address", "q", "direction", "in", "containerId", "d")).label());
    }
}
