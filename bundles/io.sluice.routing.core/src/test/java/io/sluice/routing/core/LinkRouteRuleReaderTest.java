// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.sluice.routing.core.rule.RuleException;

class LinkRouteRuleReaderTest {

    private static String refused(Map<String, Object> properties) {
        return assertThrows(RuleException.class, () -> LinkRouteRuleReader.read("pid", "1", properties)).getMessage();
    }

    @Test
    void shouldNeedOneOfPrefixAndPattern() {
        assertEquals("Either a 'prefix' or 'pattern' attribute must be provided", refused(Map.of("direction", "in")));
        assertEquals("Cannot specify both a 'prefix' and a 'pattern' attribute",
                refused(Map.of("direction", "in", "prefix", "a", "pattern", "b")));
        assertEquals("Prefix invalid - no tokens", refused(Map.of("direction", "in", "prefix", ".")));
        assertEquals("Pattern invalid - no tokens", refused(Map.of("direction", "in", "pattern", "/")));
    }

    @Test
    void shouldNeedADirection() {
        assertEquals("No 'direction' attribute provided - it is mandatory", refused(Map.of("prefix", "a")));
        assertEquals("Invalid value for 'direction': 'both'; expected in or out",
                refused(Map.of("prefix", "a", "direction", "both")));
    }

    @Test
    void shouldNotHaveTwoKindsOfDestination() {
        assertEquals("Both connection and containerId cannot be specified. Specify only one",
                refused(Map.of("prefix", "a", "direction", "in", "connection", "c", "containerId", "d")));
    }

    @Test
    void shouldHaveOneDistributionOnly() {
        assertEquals("Invalid value for 'distribution': 'closest'; expected linkBalanced",
                refused(Map.of("prefix", "a", "direction", "in", "distribution", "closest")));
    }

    @ParameterizedTest
    @CsvSource({"prefix, a, in, Ca", "prefix, a.b/, out, Da.b", "pattern, a.*, in, Ea.*", "pattern, #.b, out, F#.b"})
    void shouldMakeTheKeyOfTheKind(String attribute, String text, String direction, String key) throws RuleException {
        assertEquals(key,
                LinkRouteRuleReader.read("pid", "1", Map.of(attribute, text, "direction", direction)).key());
    }
}
