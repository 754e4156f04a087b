// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void shouldGivePercentilesWithinTwoPercent() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 100_000; i++) {
            latencies.record(i * 1_000L);
        }
        for (double share : new double[] {0.01, 0.5, 0.99, 1.0}) {
            double exact = share * 100_000_000;
            assertEquals(exact, latencies.percentile(share), exact * 0.02);
        }
        assertEquals(100_000, latencies.count());
    }

    @Test
    void shouldBeExactForSmallAndSurviveExtremeValues() {
        Latencies latencies = new Latencies();
        assertEquals(0, latencies.percentile(0.5));
        latencies.record(-5);
        assertEquals(0, latencies.percentile(1));
        latencies.record(77);
        assertEquals(77, latencies.percentile(1));
        latencies.record(Long.MAX_VALUE);
        assertTrue(latencies.percentile(1) > 1_000_000_000_000L);
    }
}
