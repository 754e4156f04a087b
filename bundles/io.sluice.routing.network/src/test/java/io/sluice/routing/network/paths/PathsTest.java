// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathsTest {

    private static final int FAR = Integer.MAX_VALUE / 4;

    /** Makes a graph of a matrix of costs; 0 means no link. */
    private static Graph graph(int[]... costs) {
        int size = costs.length;
        int[] rank = new int[size];
        int[] back = new int[size];
        Arrays.setAll(rank, i -> i);
        Arrays.fill(back, -1);
        int[][] peers = new int[size][];
        int[][] weights = new int[size][];
        for (int i = 0; i < size; i++) {
            int[] row = costs[i];
            peers[i] = java.util.stream.IntStream.range(0, size).filter(j -> row[j] > 0).toArray();
            weights[i] = Arrays.stream(peers[i]).map(j -> row[j]).toArray();
        }
        return new Graph(rank, peers, weights, back);
    }

    @Test
    void shouldFindTheCostsThatTripleLoopsFind() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(20);
            int[][] costs = new int[size][size];
            for (int i = 0; i < size * 2; i++) {
                // One-way and lopsided links, too.
                costs[random.nextInt(size)][random.nextInt(size)] = 1 + random.nextInt(6);
            }
            for (int i = 0; i < size; i++) {
                costs[i][i] = 0;
            }
            long[][] distance = new long[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    distance[i][j] = i == j ? 0 : costs[i][j] > 0 ? costs[i][j] : FAR;
                }
            }
            for (int k = 0; k < size; k++) {
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        distance[i][j] = Math.min(distance[i][j], distance[i][k] + distance[k][j]);
                    }
                }
            }
            Paths paths = Paths.of(graph(costs));
            for (int node = 1; node < size; node++) {
                long expected = distance[0][node] >= FAR ? Paths.NONE : distance[0][node];
                assertEquals(expected, paths.cost(node));
                if (expected != Paths.NONE) {
                    int hop = paths.nextHop(node);
                    assertEquals(expected, costs[0][hop] + distance[hop][node]);
                }
            }
        }
    }

    @Test
    void shouldPreferTheLowerIdAmongEquals() {
        Paths paths = Paths.of(graph(
            new int[] {0, 1, 1, 0}, new int[] {1, 0, 0, 1}, new int[] {1, 0, 0, 1}, new int[] {0, 1, 1, 0}));
        assertEquals(1, paths.nextHop(3));
        assertEquals(2, paths.radius());
        assertTrue(paths.isValidOrigin(2, 1));
        assertTrue(paths.isValidOrigin(2, 0));
        assertFalse(paths.isValidOrigin(2, 3));
        assertFalse(paths.isValidOrigin(9, 0));
        assertFalse(paths.isValidOrigin(2, 9));
    }

    @Test
    void shouldUseAnAssumedLinkOnlyForItsOwnOrigin() {
        // 2 has not told its links; 1 names it. Taking 0-2-1 for a path would be cheaper than the link 0-1.
        int[] rank = {0, 1, 2};
        Graph graph = new Graph(rank, new int[][] {{1, 2}, {0, 2}, {}}, new int[][] {{9, 1}, {9, 5}, {}},
            new int[] {-1, -1, 0});
        Paths paths = Paths.of(graph);
        assertEquals(9, paths.cost(1));
        assertTrue(paths.isValidOrigin(1, 2));
    }

    @Test
    void shouldKnowNobodyAlone() {
        assertEquals(Paths.NONE, Paths.alone().nextHop(1));
        assertEquals(0, Paths.alone().cost(Paths.SELF));
        assertEquals(0, Paths.alone().radius());
    }
}
