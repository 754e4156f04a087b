// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.core.address.Treatment;

/** The strategy for each treatment. Immutable. */
public final class Strategies {

    private final ForwardStrategy closest = new ClosestStrategy();
    private final ForwardStrategy balanced = new BalancedStrategy();
    private final ForwardStrategy multicast = new MulticastStrategy();
    private final Plugins plugins;

    public Strategies(Plugins plugins) {
        this.plugins = plugins;
    }

    ForwardStrategy of(Treatment treatment) {
        return switch (treatment.kind()) {
            case MULTICAST -> multicast;
            case CLOSEST -> closest;
            case PLUGIN -> new PluginStrategy(treatment.plugin(), plugins, balanced, multicast);
            default -> balanced;
        };
    }
}
