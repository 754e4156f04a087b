// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.util.List;

/** Which routers are measured together: the first has the senders, the last the receivers. */
enum Mesh {

    ONE(1),
    LINE_2(2, new Way(1, 0, 1)),
    LINE_3(3, new Way(1, 0, 1), new Way(2, 1, 1)),
    /** Two ways from the first to the last; the second router is on the better one. */
    DIAMOND(4, new Way(1, 0, 1), new Way(3, 1, 1), new Way(2, 0, 5), new Way(3, 2, 5));

    private final int size;
    private final List<Way> ways;

    Mesh(int size, Way... ways) {
        this.size = size;
        this.ways = List.of(ways);
    }

    /** A connection that one router makes to another. */
    record Way(int from, int to, int cost) { }

    int size() {
        return size;
    }

    List<Way> ways() {
        return ways;
    }

    boolean alone() {
        return this == ONE;
    }
}
