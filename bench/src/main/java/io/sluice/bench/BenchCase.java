// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.util.List;

/**
 * One kind of load. Immutable.
 *
 * @param name what users call it
 * @param layout connections and links
 * @param size body bytes per message
 * @param presettled messages are sent settled
 * @param rate messages per second over all senders, 0 for as many as the router takes
 * @param mesh through which routers
 * @param failover a router on the way is killed in the middle of the run
 */
record BenchCase(
        String name, Layout layout, int size, boolean presettled, int rate, Mesh mesh, boolean failover) {

    private static final int K64 = 65_536;
    private static final int M1 = 1_048_576;

    static final List<BenchCase> ALL = List.of(
        pairs("1x1-100-unsettled", 1, 100, false),
        pairs("1x1-100-presettled", 1, 100, true),
        pairs("1x1-1k-unsettled", 1, 1024, false),
        pairs("1x1-1k-presettled", 1, 1024, true),
        pairs("1x1-64k-unsettled", 1, K64, false),
        pairs("1x1-64k-presettled", 1, K64, true),
        pairs("1x1-1m-unsettled", 1, M1, false),
        pairs("4x4-100-unsettled", 4, 100, false),
        pairs("4x4-100-presettled", 4, 100, true),
        new BenchCase("rate-5000", Layout.pairs(1), 100, false, 5_000, Mesh.ONE, false),
        full("many-10000", new Layout(Layout.Kind.OWN, 1000, 10, 1000, 10)),
        full("multicast-100", new Layout(Layout.Kind.MULTICAST, 1, 1, 100, 1)),
        full("anonymous-1000", new Layout(Layout.Kind.ANONYMOUS, 1, 1, 10, 100)),
        full("routed-100", new Layout(Layout.Kind.ROUTED, 1, 1, 1, 1)),
        full("attach", new Layout(Layout.Kind.ATTACH, 1, 100, 1, 1)),
        line("line-2-100-unsettled", Mesh.LINE_2, 100, false),
        line("line-2-100-presettled", Mesh.LINE_2, 100, true),
        line("line-2-64k-unsettled", Mesh.LINE_2, K64, false),
        paced("line-2-rate-5000", Mesh.LINE_2, 5_000, false),
        line("line-3-100-unsettled", Mesh.LINE_3, 100, false),
        line("line-3-64k-unsettled", Mesh.LINE_3, K64, false),
        paced("line-3-rate-5000", Mesh.LINE_3, 5_000, false),
        paced("failover", Mesh.DIAMOND, 1_000, true));

    private static BenchCase pairs(String name, int flows, int size, boolean presettled) {
        return new BenchCase(name, Layout.pairs(flows), size, presettled, 0, Mesh.ONE, false);
    }

    private static BenchCase line(String name, Mesh mesh, int size, boolean presettled) {
        return new BenchCase(name, Layout.pairs(1), size, presettled, 0, mesh, false);
    }

    private static BenchCase paced(String name, Mesh mesh, int rate, boolean failover) {
        return new BenchCase(name, Layout.pairs(1), 100, false, rate, mesh, failover);
    }

    private static BenchCase full(String name, Layout layout) {
        return new BenchCase(name, layout, 100, false, 0, Mesh.ONE, false);
    }

    /** Returns the arguments that tell a load process what to do. */
    String arguments() {
        return layout.arguments() + " size=" + size + " presettled=" + presettled + " rate=" + rate;
    }
}
