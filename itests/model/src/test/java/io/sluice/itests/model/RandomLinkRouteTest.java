// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Link routes at random: clients and brokers attach, send, give credit, drain, settle and leave while the router is
 * replaced and its link routes change. {@code -Dsluice.seed} repeats a run, {@code -Dsluice.runs} says how many there
 * are.
 */
@Timeout(1800)
class RandomLinkRouteTest {

    private static final int RUNS = 380;
    private static final int NEW_RUNS = 30;
    private static final long FIRST_SEED = 1000;

    @Test
    void shouldPassEverythingOnExactlyInAnyOrderOfEvents() {
        Run.repeat("link route", FIRST_SEED, RUNS, LinkRouteModel::new);
    }

    @Test
    void shouldDoSoInOrdersThatWereNeverTried() {
        Run.repeat("new link route", System.nanoTime(), NEW_RUNS, LinkRouteModel::new);
    }
}
