// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.sluice.cli.client.Rows;

/** The live view: rates, order, what fits on a terminal. */
class ScreenTest {

    private static final int ADDRESS = 1;
    private static final int IN = 3;

    private final Screen screen = new Screen(Subject.ADDRESSES);

    private static Rows.Row row(String name, long ingress, long local) {
        return attribute -> switch (attribute) {
            case "name" -> name;
            case "deliveriesIngress" -> ingress;
            case "subscriberCount" -> local;
            default -> null;
        };
    }

    private static Sampler.Sample sample(double seconds, List<Rows.Row> before, List<Rows.Row> after) {
        Sampler.Counters counters = new Sampler.Counters();
        counters.begin(0);
        before.forEach(row -> counters.values(row.text("name"), Subject.ADDRESSES.figures(), row));
        counters.begin(seconds);
        List<List<Object>> lines = new ArrayList<>();
        after.forEach(row -> lines.add(counters.values(row.text("name"), Subject.ADDRESSES.figures(), row)));
        return new Sampler.Sample(Subject.ADDRESSES, row("", 0, 0), Map.of("in", 1.5), lines);
    }

    private static Sampler.Sample busy() {
        return sample(2, List.of(row("M0slow", 100, 1), row("M0fast", 0, 5), row("M0idle", 7, 0)),
            List.of(row("M0slow", 104, 1), row("M0fast", 2000, 5), row("M0idle", 7, 0), row("M0new", 50, 0)));
    }

    private List<Object> addresses() {
        return screen.rows(busy()).stream().map(row -> row.get(ADDRESS)).toList();
    }

    @Test
    void shouldMakeRatesOfDifferences() {
        List<List<Object>> lines = busy().lines();
        assertEquals(2.0, lines.get(0).get(IN));
        assertEquals(1000.0, lines.get(1).get(IN));
        assertEquals(0.0, lines.get(3).get(IN));
    }

    @Test
    void shouldNotShowNegativeRatesAfterARestart() {
        assertEquals(0.0, sample(1, List.of(row("a", 100, 0)), List.of(row("a", 3, 0))).lines().get(0).get(IN));
    }

    @Test
    void shouldShowTheBusiestFirst() {
        assertEquals(List.of("fast", "slow"), addresses().subList(0, 2));
    }

    @Test
    void shouldSortByAColumn() {
        assertTrue(screen.sort("addr"));
        assertEquals(List.of("fast", "idle", "new", "slow"), addresses());
        assertTrue(screen.sort("local"));
        assertEquals("fast", addresses().get(0));
        assertTrue(screen.sort("in"));
        assertFalse(screen.sort("nothing"));
        screen.nextSort(-4);
        assertEquals("fast", addresses().get(0));
    }

    @Test
    void shouldFilter() {
        screen.filter("SLO");
        assertEquals(List.of("slow"), addresses());
        screen.filter("");
        screen.activeOnly(true);
        assertEquals(List.of("fast", "slow"), addresses());
    }

    @Test
    void shouldFitTheTerminal() {
        String longName = "M0" + "x".repeat(300);
        Sampler.Sample sample = sample(1, List.of(), List.of(row(longName, 0, 0), row("M0b", 0, 0)));
        List<String> lines = screen.table(sample, 120, 2);
        assertEquals(2, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 120), lines.toString());
        assertTrue(lines.get(1).contains("xxx~"), lines.get(1));
        screen.scroll(1);
        assertTrue(screen.table(sample, 120, 2).get(1).contains(" b "), screen.table(sample, 120, 2).toString());
        screen.scroll(100);
        assertEquals(2, screen.table(sample, 120, 5).size());
    }

    @Test
    void shouldWriteLinesForPrograms() {
        screen.activeOnly(true);
        screen.filter("slow");
        List<String> lines = screen.plain(busy(), "12:00:00");
        assertEquals("12:00:00 router  in=1.5", lines.get(0));
        assertTrue(lines.get(1).startsWith("12:00:00 address class=mobile addr=slow phs=0 in/s=2 out/s=0 "),
            lines.get(1));
    }
}
