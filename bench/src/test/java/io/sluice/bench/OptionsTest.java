// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class OptionsTest {

    private static Options parse(String... words) {
        return Options.parse(List.of(words), Path.of("/tree/bench"));
    }

    @Test
    void shouldMeasureTheDistributionOfItsTreeByDefault() {
        Options options = parse();
        assertEquals(Path.of("/tree/distribution/target/sluice/bin/sluice") + " run", options.router());
        assertEquals(BenchCase.ALL, options.cases());
        assertNull(options.peer());
        assertNull(options.print());
    }

    @Test
    void shouldSelectCasesByTheirBeginnings() {
        assertEquals(List.of("rate-5000", "1x1-1k-unsettled", "1x1-1k-presettled"),
            parse("--cases", "rate,1x1-1k,1x1-1k-u").cases().stream().map(BenchCase::name).toList());
    }

    @Test
    void shouldTakeAllOptions() {
        Options options = parse("--reps", "5", "--seconds", "2", "--warmup", "0", "--peer", "qdrouterd",
            "--router", "r", "--json", "o.json");
        assertEquals(5, options.reps());
        assertEquals(2, options.seconds());
        assertEquals(0, options.warmup());
        assertEquals("qdrouterd", options.peer());
        assertEquals("r", options.router());
        assertEquals(Path.of("o.json"), options.json());
        assertTrue(parse("--help").print().startsWith("usage"));
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertEquals("--reps needs a number of at least 1",
            assertThrows(IllegalArgumentException.class, () -> parse("--reps", "0")).getMessage());
        assertEquals("--peer needs a value",
            assertThrows(IllegalArgumentException.class, () -> parse("--peer")).getMessage());
        assertEquals("no case begins with 9x9; --list prints them",
            assertThrows(IllegalArgumentException.class, () -> parse("--cases", "9x9")).getMessage());
        assertThrows(IllegalArgumentException.class, () -> parse("--nonsense"));
    }
}
