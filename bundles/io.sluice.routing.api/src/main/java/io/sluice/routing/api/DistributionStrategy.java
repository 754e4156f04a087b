// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to choose the consumers of a delivery, offered by a plug-in as an OSGi service with its name in the service
 * property {@value #NAME}. An address uses it with {@code distribution: plugin:<name>}; while the service is absent
 * such an address is {@code balanced}.
 */
@ConsumerType
public interface DistributionStrategy {

    /** The service property with the strategy's name: letters, digits and {@code -}. */
    String NAME = "sluice.distribution";

    /**
     * Chooses consumers. Called on the connection loop of the producer, for several producers at once: it must be
     * fast, must not block, and shares its own state safely. If it throws, the delivery is treated as balanced and
     * the error logged.
     *
     * @param delivery what is to be delivered; only to be looked at, and not to be kept
     * @param candidates the consumers of the address, at least one; valid during the call
     * @param chosen receives the indexes of the chosen candidates, each at most once; as long as there are candidates
     * @return how many were chosen; 0 means that none is to have it, and it is released
     */
    int choose(Delivery delivery, Candidates candidates, int[] chosen);
}
