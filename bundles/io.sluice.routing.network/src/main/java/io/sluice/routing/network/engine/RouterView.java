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
 * @param nextHop id of the neighbour to send to, {@code (self)} for this router, null if there is none
 * @param validOrigins ids of the routers whose messages for it come through here
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
        List<String> validOrigins,
        long cost,
        long connection) {}
