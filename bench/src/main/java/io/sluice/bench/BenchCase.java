// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.util.List;

/**
 * One kind of load. Immutable.
 *
 * @param name what users call it
 * @param flows senders, each with a receiver, a connection at either end and an address of its own
 * @param size body bytes per message
 * @param presettled messages are sent settled
 * @param rate messages per second over all flows, 0 for as many as the router takes
 */
record BenchCase(String name, int flows, int size, boolean presettled, int rate) {

    static final List<BenchCase> ALL = List.of(
        new BenchCase("1x1-100-unsettled", 1, 100, false, 0),
        new BenchCase("1x1-100-presettled", 1, 100, true, 0),
        new BenchCase("1x1-1k-unsettled", 1, 1024, false, 0),
        new BenchCase("1x1-1k-presettled", 1, 1024, true, 0),
        new BenchCase("1x1-64k-unsettled", 1, 65_536, false, 0),
        new BenchCase("1x1-64k-presettled", 1, 65_536, true, 0),
        new BenchCase("4x4-100-unsettled", 4, 100, false, 0),
        new BenchCase("4x4-100-presettled", 4, 100, true, 0),
        new BenchCase("rate-5000", 1, 100, false, 5_000));

    /** Returns the case of a name, or null. */
    static BenchCase of(String name) {
        return ALL.stream().filter(candidate -> candidate.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the arguments that tell a load process what to do. */
    String arguments() {
        return "flows=" + flows + " size=" + size + " presettled=" + presettled + " rate=" + rate;
    }
}
