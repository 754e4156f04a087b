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

    private static final int RUNS = 150;
    private static final int THREADED_RUNS = 40;

    @Test
    void shouldKeepTheRulesInAnyOrderOfEvents() {
        Run.repeat("stepped", System.nanoTime(), RUNS, random -> new RoutingModel(random, false));
    }

    @Test
    void shouldKeepTheRulesWithAThreadForEachLoop() {
        Run.repeat("threaded", System.nanoTime(), THREADED_RUNS, random -> new RoutingModel(random, true));
    }
}
