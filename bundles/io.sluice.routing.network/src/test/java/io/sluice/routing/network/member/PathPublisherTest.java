// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.routing.api.network.NetworkPaths;
import io.sluice.routing.network.paths.Graph;
import io.sluice.routing.network.paths.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathPublisherTest {

    private final List<NetworkPaths> told = new ArrayList<>();
    private final PathPublisher publisher = new PathPublisher(told::add);

    /** A line in which this router is the second one: 1 - 0 - 2 - 3 and so on. */
    private static Paths line(int size) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i == 0 ? 1 : i == 1 ? 0 : i);
        int[][] peers = new int[size][];
        int[][] costs = new int[size][];
        int[] ranks = new int[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = i;
            peers[order[i]] = i == 0 ? new int[] {order[1]}
                : i == size - 1 ? new int[] {order[i - 1]} : new int[] {order[i - 1], order[i + 1]};
            costs[order[i]] = peers[order[i]].length == 1 ? new int[] {5} : new int[] {5, 5};
        }
        int[] back = new int[size];
        Arrays.fill(back, -1);
        return Paths.of(new Graph(ranks, peers, costs, back));
    }

    private static void check(NetworkPaths paths, int size) {
        assertEquals(2, paths.nextHop(size - 1));
        assertEquals(1, paths.nextHop(1));
        assertEquals(5 * (size - 2), paths.cost(size - 1));
        assertEquals(size - 2, paths.radius());
        assertEquals(NetworkPaths.NONE, paths.nextHop(0));
        assertEquals(NetworkPaths.NONE, paths.nextHop(size));
    }

    @Test
    void shouldTellASmallNetworkAtOnce() {
        publisher.publish(line(10), 0);
        assertEquals(1, told.size());
        check(told.get(0), 10);
        assertTrue(told.get(0).isValidOrigin(9, 1));
        assertFalse(told.get(0).isValidOrigin(9, 2));
        assertEquals(Long.MAX_VALUE, publisher.due());
    }

    /** A triangle, with a link between 1 and 2 that is cheap or dear: then they talk through this router. */
    private static Paths triangle(int far) {
        int[][] peers = {{1, 2}, {0, 2}, {0, 1}};
        int[][] costs = {{1, 1}, {1, far}, {1, far}};
        return Paths.of(new Graph(new int[] {0, 1, 2}, peers, costs, new int[] {-1, -1, -1}));
    }

    private NetworkPaths last() {
        return told.get(told.size() - 1);
    }

    @Test
    void shouldTakeOriginsOfPathsBeforeForValidUntilAllIsAtRest() {
        publisher.publish(triangle(9), 0);
        assertTrue(last().isValidOrigin(2, 1));
        assertEquals(Long.MAX_VALUE, publisher.due());
        publisher.publish(triangle(1), 5_000);
        assertTrue(last().isValidOrigin(2, 1), "others may still take it to be");
        assertEquals(5_000 + PathPublisher.REST_MILLIS, publisher.due());
        publisher.step(6_999);
        assertTrue(last().isValidOrigin(2, 1));
        publisher.step(7_000);
        assertFalse(last().isValidOrigin(2, 1));
        assertEquals(Long.MAX_VALUE, publisher.due());
        publisher.publish(triangle(9), 8_000);
        assertTrue(last().isValidOrigin(2, 1), "news at once");
    }

    @Test
    void shouldNotJudgeOriginsThatItKnowsNoWayTo() {
        int[][] peers = {{1}, {0}, {}};
        int[][] costs = {{1}, {1}, {}};
        publisher.publish(Paths.of(new Graph(new int[] {0, 1, 2}, peers, costs, new int[] {-1, -1, -1})), 0);
        assertTrue(last().isValidOrigin(1, 2));
        assertTrue(last().isValidOrigin(1, 7));
        assertFalse(last().isValidOrigin(1, -1));
    }

    @Test
    void shouldTellValidOriginsOfALargerOneAfterwards() {
        publisher.publish(line(150), 1_000);
        assertEquals(1, told.size());
        check(told.get(0), 150);
        assertTrue(told.get(0).isValidOrigin(9, 2), "as long as it is not known");
        long due = 1_000 + PathPublisher.REST_MILLIS;
        assertEquals(due, publisher.due());
        while (publisher.due() <= due) {
            publisher.step(due);
        }
        assertEquals(2, told.size());
        check(told.get(1), 150);
        assertTrue(told.get(1).isValidOrigin(9, 1));
        assertFalse(told.get(1).isValidOrigin(9, 2));
    }

    @Test
    void shouldLetALargeOneComeToRestFirst() {
        publisher.publish(line(300), 0);
        publisher.step(900);
        publisher.publish(line(300), 900);
        publisher.step(PathPublisher.REST_MILLIS + 500);
        assertEquals(2, told.size());
        assertEquals(PathPublisher.REST_MILLIS + 900, publisher.due());
        publisher.cancel();
        publisher.step(9_000);
        assertEquals(2, told.size());
    }
}
