// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core.edge;

import java.util.concurrent.TimeUnit;

/**
 * The times that edge and interior routers keep with each other.
 *
 * @param heartbeatNanos between two heartbeats, and between two looks at them
 * @param lostNanos an edge that is silent for so long is given up
 * @param lookupNanos how long an attach waits for the interior to say whether it is routed
 * @param requestNanos how long a request to make or delete a link route waits for its answer
 * @param retryNanos before something that failed is tried again
 */
record EdgeTimes(long heartbeatNanos, long lostNanos, long lookupNanos, long requestNanos, long retryNanos) {

    static final EdgeTimes DEFAULT = new EdgeTimes(TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(8),
            TimeUnit.SECONDS.toNanos(3), TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(2));
}
