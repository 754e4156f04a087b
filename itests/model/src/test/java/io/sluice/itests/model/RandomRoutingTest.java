// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The codec and the core against a small model of the rules: peers attach, send, settle and leave at random while the
 * router is replaced. {@code -Dsluice.seed} repeats a run, {@code -Dsluice.runs} says how many there are.
 */
@Timeout(1800)
class RandomRoutingTest {

    private static final int RUNS = 600;
    private static final int THREADED_RUNS = 40;

    @Test
    void shouldKeepTheRulesInAnyOrderOfEvents() {
        repeat("stepped", RUNS, false);
    }

    @Test
    void shouldKeepTheRulesWithAThreadForEachLoop() {
        repeat("threaded", THREADED_RUNS, true);
    }

    private static void repeat(String what, int usual, boolean threads) {
        Long given = Long.getLong("sluice.seed");
        long seed = given == null ? System.nanoTime() : given;
        int runs = Integer.getInteger("sluice.runs", given == null ? usual : 1);
        System.out.println(what + " runs: " + runs + " from seed " + seed);
        for (int i = 0; i < runs; i++) {
            new Run(seed + i, threads).run();
        }
    }
}
