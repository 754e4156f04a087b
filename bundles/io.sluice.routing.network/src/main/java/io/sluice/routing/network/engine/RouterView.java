// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import java.util.List;

/**
 * One router as management shows it.
 *
 * @param id router id
 * @param number 0 for this router
 * @param version protocol version
 * @param instance tells runs of that router apart
 * @param linkState ids of its neighbours
 * @param nextHop id of the neighbour to send to, itself for a neighbour, {@link #SELF} for this router, null if there
 *     is none
 * @param cost of the way there, -1 if there is none
 * @param connection by which it is a neighbour, -1 if it is none
 */
public record RouterView(
        String id,
        int number,
        long version,
        long instance,
        List<String> linkState,
        String nextHop,
        long cost,
        long connection) {

    /** The next hop of this router. */
    public static final String SELF = "(self)";
}
