// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.Arrays;

import io.sluice.routing.api.Candidates;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DistributionStrategy;

/** Asks the plug-in of one name; balanced while it is absent or when it fails. */
final class PluginStrategy implements ForwardStrategy {

    private final String name;
    private final Plugins plugins;
    private final ForwardStrategy balanced;
    private final ForwardStrategy multicast;
    private final ForwardStrategy unicast = new ClosestStrategy();

    PluginStrategy(String name, Plugins plugins, ForwardStrategy balanced, ForwardStrategy multicast) {
        this.name = name;
        this.plugins = plugins;
        this.balanced = balanced;
        this.multicast = multicast;
    }

    @Override
    public boolean forward(AddressEntry entry, OutgoingLink[] consumers, Delivery delivery) {
        OutgoingLink[] left = consumers;
        while (left.length > 0) {
            DistributionStrategy plugin = plugins.get(name);
            if (plugin == null) {
                return balanced.forward(entry, left, delivery);
            }
            OutgoingLink[] chosen;
            try {
                chosen = ask(plugin, left, delivery);
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                plugins.failed(name, e);
                return balanced.forward(entry, left, delivery);
            }
            if (chosen.length == 0) {
                return false;
            }
            ForwardStrategy way = chosen.length == 1 ? unicast : multicast;
            if (way.forward(entry, chosen, delivery)) {
                return true;
            }
            // All chosen ones have just ended: ask again without them.
            OutgoingLink[] refused = chosen;
            left = Arrays.stream(left)
                    .filter(link -> !Arrays.asList(refused).contains(link))
                    .toArray(OutgoingLink[]::new);
        }
        return false;
    }

    private static OutgoingLink[] ask(DistributionStrategy plugin, OutgoingLink[] consumers, Delivery delivery) {
        int[] indexes = new int[consumers.length];
        int count = plugin.choose(delivery, new View(consumers), indexes);
        if (count < 0 || count > consumers.length) {
            throw new IllegalStateException("chose " + count + " of " + consumers.length + " candidates");
        }
        OutgoingLink[] chosen = new OutgoingLink[count];
        boolean[] taken = new boolean[consumers.length];
        for (int i = 0; i < count; i++) {
            int index = indexes[i];
            if (index < 0 || index >= consumers.length || taken[index]) {
                throw new IllegalStateException("chose a candidate that does not exist, or one twice");
            }
            taken[index] = true;
            chosen[i] = consumers[index];
        }
        return chosen;
    }

    private record View(OutgoingLink[] consumers) implements Candidates {

        @Override
        public int size() {
            return consumers.length;
        }

        @Override
        public int outstanding(int index) {
            return consumers[index].load();
        }

        @Override
        public int capacity(int index) {
            return consumers[index].capacity();
        }

        @Override
        public String container(int index) {
            return consumers[index].connection().descriptor().container();
        }

        @Override
        public String linkName(int index) {
            return consumers[index].descriptor().name();
        }
    }
}
