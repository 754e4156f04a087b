// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.sluice.routing.core.address.PatternTree;

/** What the most specific configured pattern for an address costs to find, among few and many patterns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AddressLookupBenchmark {

    /** How many patterns there are of each shape. */
    @Param({"10", "1000", "100000"})
    public int patterns;

    private PatternTree<Integer> tree;

    /** Fills the tree. */
    @Setup
    public void fill() {
        tree = new PatternTree<>();
        for (int i = 0; i < patterns; i++) {
            tree.putIfAbsent(List.of("shop" + i, "#"), i);
            tree.putIfAbsent(List.of("plant" + i, "*", "alarm"), i);
        }
    }

    /** A prefix that is there. */
    @Benchmark
    public Integer prefix() {
        return tree.match("shop7.orders.eu.new");
    }

    /** A pattern with a token in the middle left open. */
    @Benchmark
    public Integer wildcard() {
        return tree.match("plant7.line3.alarm");
    }

    /** Nothing configured. */
    @Benchmark
    public Integer nothing() {
        return tree.match("somewhere.else.entirely");
    }
}
