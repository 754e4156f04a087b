// SPDX-License-Identifier: Apache-2.0
package com.example.sluice;

import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import io.sluice.routing.api.Candidates;
import io.sluice.routing.api.Delivery;
import io.sluice.routing.api.DistributionStrategy;

/**
 * Gives every message to the consumer that attached last, or, with the property {@code consumer=oldest}, to the one
 * that attached first. An address uses it with {@code distribution: plugin:newest}.
 */
@Component(property = {DistributionStrategy.NAME + "=newest", "consumer=newest"})
public final class NewestConsumer implements DistributionStrategy {

    private final boolean oldest;

    /** Reads the component's properties. */
    @Activate
    public NewestConsumer(Map<String, ?> properties) {
        oldest = "oldest".equals(properties.get("consumer"));
    }

    @Override
    public int choose(Delivery delivery, Candidates candidates, int[] chosen) {
        chosen[0] = oldest ? 0 : candidates.size() - 1;
        return 1;
    }
}
