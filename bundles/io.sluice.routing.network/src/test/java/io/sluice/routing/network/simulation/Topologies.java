// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Networks of the shapes that people build, and of others. */
final class Topologies {

    private Topologies() {}

    /** Adds routers with one address each, {@code R000} and so on. */
    static void routers(SimulatedNetwork network, int count) {
        int digits = Math.max(2, Integer.toString(count - 1).length());
        for (int i = 0; i < count; i++) {
            String number = Integer.toString(i);
            String id = "R" + "0".repeat(digits - number.length()) + number;
            network.addRouter(id).addAddress("M0at." + id, i % 5);
        }
    }

    static void link(SimulatedNetwork network, int a, int b, int cost) {
        network.addLink(network.router(a), network.router(b), cost);
    }

    static void line(SimulatedNetwork network, int count) {
        routers(network, count);
        for (int i = 1; i < count; i++) {
            link(network, i - 1, i, 1);
        }
    }

    static void ring(SimulatedNetwork network, int count) {
        line(network, count);
        link(network, count - 1, 0, 1);
    }

    static void star(SimulatedNetwork network, int count) {
        routers(network, count);
        for (int i = 1; i < count; i++) {
            link(network, 0, i, 1);
        }
    }

    static void mesh(SimulatedNetwork network, int count) {
        routers(network, count);
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                link(network, i, j, 1);
            }
        }
    }

    static void grid(SimulatedNetwork network, int width, int height) {
        routers(network, width * height);
        for (int i = 0; i < width * height; i++) {
            if (i % width > 0) {
                link(network, i - 1, i, 1);
            }
            if (i >= width) {
                link(network, i - width, i, 1);
            }
        }
    }

    /** A tree at random with some more links, and costs up to the given one. */
    static void random(SimulatedNetwork network, int count, int moreLinks, int maxCost) {
        routers(network, count);
        Random random = network.random();
        for (int i = 1; i < count; i++) {
            link(network, random.nextInt(i), i, 1 + random.nextInt(maxCost));
        }
        for (int i = 0; i < moreLinks; i++) {
            int a = random.nextInt(count);
            int b = random.nextInt(count);
            if (a != b && !linked(network, a, b)) {
                link(network, a, b, 1 + random.nextInt(maxCost));
            }
        }
    }

    private static boolean linked(SimulatedNetwork network, int a, int b) {
        SimulatedRouter first = network.router(a);
        SimulatedRouter second = network.router(b);
        return network.links().stream().anyMatch(
            link -> link.a == first && link.b == second || link.a == second && link.b == first);
    }

    /** New routers connect to two others, preferably to those that have many links: few hubs, many leaves. */
    static void scaleFree(SimulatedNetwork network, int count) {
        routers(network, count);
        Random random = network.random();
        List<Integer> ends = new ArrayList<>(List.of(0, 1));
        link(network, 0, 1, 1);
        for (int i = 2; i < count; i++) {
            int first = ends.get(random.nextInt(ends.size()));
            int second = first;
            while (second == first) {
                second = ends.get(random.nextInt(ends.size()));
            }
            link(network, first, i, 1);
            link(network, second, i, 1);
            ends.addAll(List.of(first, i, second, i));
        }
    }
}
