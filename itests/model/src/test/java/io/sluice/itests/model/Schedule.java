// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.sluice.routing.core.ModelCore;

/** Who runs the loops and the core's control thread, and when. */
interface Schedule {

    /** Returns the loops. */
    List<ModelLoop> loops();

    /** Names the core there is now, null if there is none. */
    void core(ModelCore core);

    /** Lets the router work a little. */
    void nudge();

    /**
     * Lets the router work until nothing is left to do.
     *
     * @param peers has the peers read; false if there was nothing to read
     */
    void settle(BooleanSupplier peers);

    /** Lets time pass. */
    void advance(long millis);

    /** Ends all threads. */
    void stop();
}
