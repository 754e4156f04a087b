// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.LinkState;
import java.util.List;
import java.util.Map;

/**
 * Everything that an engine knows and has told, so that another one goes on in its place and no router notices.
 * Immutable.
 *
 * @param linkSeq sequence number of its link state
 * @param mobileSeq sequence number of its addresses
 * @param announced the addresses that it has told, with their treatment
 * @param routers the other routers
 */
public record EngineSnapshot(
        long linkSeq, long mobileSeq, Map<String, Integer> announced, List<KnownRouter> routers) {

    /** Copies map and list. */
    public EngineSnapshot {
        announced = Map.copyOf(announced);
        routers = List.copyOf(routers);
    }

    /** Returns the same without what it knows of others, who will tell it again. */
    public EngineSnapshot withoutRouters() {
        return new EngineSnapshot(linkSeq, mobileSeq, announced, List.of());
    }

    /**
     * Another router.
     *
     * @param id its id
     * @param version its protocol version
     * @param instance tells its runs apart
     * @param links its neighbours
     * @param mobileSeq the sequence number up to which its addresses are known
     * @param addresses its addresses with the treatment that it told
     * @param connection by which it is a neighbour, -1 if it is none
     * @param cost of that connection
     */
    public record KnownRouter(
            String id,
            long version,
            long instance,
            LinkState links,
            long mobileSeq,
            Map<String, Integer> addresses,
            long connection,
            int cost) {

        /** Copies the map. */
        public KnownRouter {
            addresses = Map.copyOf(addresses);
        }
    }
}
