// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

import io.sluice.routing.core.ModelCore;

/** One thread does everything, in an order that the seed decides. */
final class StepSchedule implements Schedule {

    private static final int MOST_ROUNDS = 20_000;

    private final List<ModelLoop> loops = new ArrayList<>();
    private final Random random;
    private ModelCore core;
    private long now;

    StepSchedule(int count, Random random) {
        this.random = random;
        for (int i = 0; i < count; i++) {
            loops.add(new ModelLoop("loop-" + i, () -> now));
        }
    }

    @Override
    public List<ModelLoop> loops() {
        return loops;
    }

    @Override
    public void core(ModelCore present) {
        core = present;
    }

    @Override
    public void nudge() {
        int dice = random.nextInt(10);
        if (dice < 3 && core != null) {
            core.runControl();
        } else {
            pass(loops.get(random.nextInt(loops.size())));
        }
        if (dice == 9) {
            now++;
        }
    }

    private void pass(ModelLoop loop) {
        loop.pass(random);
        if (loop.failure() != null) {
            throw new AssertionError("failure on " + loop.name(), loop.failure());
        }
    }

    @Override
    public void settle(BooleanSupplier peers) {
        int quiet = 0;
        for (int round = 0; quiet < 3; round++) {
            if (round > MOST_ROUNDS) {
                throw new AssertionError("it never comes to rest");
            }
            boolean work = peers.getAsBoolean();
            for (ModelLoop loop : loops) {
                if (loop.hasWork()) {
                    work = true;
                    pass(loop);
                }
            }
            // Cheap enough only when there seems nothing else to do.
            if (!work && core != null) {
                core.runControl();
            }
            quiet = work ? 0 : quiet + 1;
        }
    }

    @Override
    public void advance(long millis) {
        now += millis;
    }

    @Override
    public void stop() {
        // No threads.
    }
}
