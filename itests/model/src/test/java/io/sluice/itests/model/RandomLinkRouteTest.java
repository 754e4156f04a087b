// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Link routes at random: clients and brokers attach, send, give credit, drain, settle and leave while the router is
 * replaced and its link routes change. The usual runs are the same each time; {@code -Dsluice.seed} names another one,
 * {@code -Dsluice.runs} says how many there are.
 */
@Timeout(1800)
class RandomLinkRouteTest {

    private static final int RUNS = 380;
    private static final long FIRST_SEED = 1000;

    @Test
    void shouldPassEverythingOnExactlyInAnyOrderOfEvents() {
        Long given = Long.getLong("sluice.seed");
        long seed = given == null ? FIRST_SEED : given;
        int runs = Integer.getInteger("sluice.runs", given == null ? RUNS : 1);
        System.out.println("link route runs: " + runs + " from seed " + seed);
        for (int i = 0; i < runs; i++) {
            new RoutedRun(seed + i).run();
        }
    }
}
