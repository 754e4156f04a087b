// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run: random steps, a rest now and then, and an end at which nothing may be left. */
final class Run {

    /** How many steps a run has at least. */
    static final int FEW_STEPS = 40;
    private static final int MOST_STEPS = 300;

    private final long seed;
    private final Random random;
    private final Model model;

    /**
     * Makes a run.
     *
     * @param model makes the model, from what decides all that is left to chance
     */
    Run(long seed, Function<Random, Model> model) {
        this.seed = seed;
        this.random = new Random(seed);
        this.model = model.apply(random);
    }

    /** Makes the runs that a test is made of. The system property {@code sluice.seed} repeats a run. */
    static void repeat(String what, long usualSeed, int usual, Function<Random, Model> model) {
        Long given = Long.getLong("sluice.seed");
        long seed = given == null ? usualSeed : given;
        int runs = Integer.getInteger("sluice.runs", given == null ? usual : 1);
        System.out.println(what + " runs: " + runs + " from seed " + seed);
        for (int i = 0; i < runs; i++) {
            new Run(seed + i, model).run();
        }
    }

    /** Runs; throws an AssertionError that names the seed and tells what led there. */
    void run() {
        Ledger ledger = model.ledger();
        try {
            int count = FEW_STEPS + random.nextInt(MOST_STEPS - FEW_STEPS);
            for (int i = 0; i < count; i++) {
                ledger.step++;
                model.step();
                for (int n = random.nextInt(4); n > 0; n--) {
                    model.schedule().nudge();
                    model.readSome();
                }
            }
            model.finish();
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + ledger.traced(), e);
        } finally {
            model.stop();
        }
    }

    /** Does something to one of several, whichever. */
    static <T> void pick(Random random, List<T> from, Consumer<T> action) {
        if (!from.isEmpty()) {
            action.accept(from.get(random.nextInt(from.size())));
        }
    }
}
