// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.LinkState;
import java.util.HashSet;
import java.util.Set;

/** What is known of one other router. Belongs to the engine's thread. */
final class RemoteRouter {

    /** There is no connection to it. */
    static final long NO_CONNECTION = -1;

    private static final int[] NO_PEERS = {};

    final String id;
    /** The id as it stands in a trace. */
    final String nodeId;
    final int number;

    long version;
    long instance;
    long lastSeen;

    /** The connection it is a neighbour by. */
    long connection = NO_CONNECTION;

    // ---- link state

    LinkState links;
    /** Numbers of the routers in the link state; -1 for one that is not known. */
    int[] peers = NO_PEERS;
    long linksUpdatedAt;
    /** The highest sequence number that it has told. */
    long advertisedSeq;
    /** It is to be asked for its link state even if nothing newer was told. */
    boolean ask = true;
    /** It has become a neighbour: it is asked with the next tick, whatever it has told meanwhile. */
    boolean greet;
    final RequestPace linkRequests = new RequestPace();
    int orphanTicks;

    // ---- mobile addresses

    /** The sequence number up to which nothing is missing. */
    long mobileSeq;
    long advertisedMobileSeq;
    /** Changes were missed since; what was applied later does not count. */
    boolean mobileGap;
    long mobileUpdatedAt;
    final RequestPace mobileRequests = new RequestPace();
    private Set<String> keys = Set.of();

    RemoteRouter(String id, int number) {
        this.id = id;
        this.nodeId = "0/" + id;
        this.number = number;
        this.links = new LinkState(id, 0, new String[0], new int[0]);
    }

    boolean isNeighbour() {
        return connection != NO_CONNECTION;
    }

    boolean wantsLinks() {
        return ask || advertisedSeq > links.seq();
    }

    boolean wantsAddresses() {
        return mobileGap || advertisedMobileSeq > mobileSeq;
    }

    void links(LinkState state, int[] numbers) {
        links = state;
        peers = numbers;
    }

    void clearLinks() {
        links(new LinkState(id, 0, new String[0], new int[0]), NO_PEERS);
        advertisedSeq = 0;
    }

    /** Returns true if nothing was ever told about its links, or what was told is void. */
    boolean linksUnknown() {
        return links.seq() == 0 && links.size() == 0;
    }

    /** It is to be asked for its links at the next opportunity. */
    void askAgain() {
        ask = true;
        linkRequests.reset();
    }

    Set<String> keys() {
        return keys;
    }

    boolean addKey(String key) {
        if (keys.isEmpty()) {
            keys = new HashSet<>(2);
        }
        return keys.add(key);
    }

    boolean removeKey(String key) {
        return !keys.isEmpty() && keys.remove(key);
    }

    void clearKeys() {
        keys = Set.of();
    }
}
