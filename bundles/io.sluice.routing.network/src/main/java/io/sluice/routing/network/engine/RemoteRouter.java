// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.engine;

import io.sluice.routing.network.message.LinkState;
import java.util.HashMap;
import java.util.Map;

/** What is known of one other router. Belongs to the engine's thread. */
final class RemoteRouter {

    /** There is no connection to it. */
    static final long NO_CONNECTION = -1;

    private static final int[] NO_PEERS = {};
    private static final LinkState NO_LINKS = new LinkState("", 0, new String[0], NO_PEERS);
    private static final int FEW_KEYS = 2;

    final String id;
    final int number;

    long version;
    long instance;
    long lastSeen;

    /** The connection it is a neighbour by. */
    long connection = NO_CONNECTION;
    /** Its id as it stands in a trace; only neighbours have it. */
    String nodeId;

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
    private RequestPace linkRequests;
    int orphanTicks;

    // ---- mobile addresses

    /** The sequence number up to which nothing is missing. */
    long mobileSeq;
    long advertisedMobileSeq;
    /** Changes were missed since; what was applied later does not count. */
    boolean mobileGap;
    long mobileUpdatedAt;
    private RequestPace mobileRequests;
    /** Its addresses, with the treatment that it told for each. */
    private Map<String, Integer> keys = Map.of();

    RemoteRouter(String id, int number) {
        this.id = id;
        this.number = number;
        this.links = NO_LINKS;
    }

    /** Goes on with what an earlier engine knew of it. */
    void restore(LinkState state, long seq, Map<String, Integer> addresses, long now) {
        links = state;
        linksUpdatedAt = now;
        advertisedSeq = state.seq();
        ask = linksUnknown();
        mobileSeq = seq;
        advertisedMobileSeq = seq;
        mobileUpdatedAt = now;
        keep(new HashMap<>(addresses));
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
        links(NO_LINKS, NO_PEERS);
        advertisedSeq = 0;
    }

    /** Returns true if nothing was ever told about its links, or what was told is void. */
    boolean linksUnknown() {
        return links.seq() == 0 && links.size() == 0;
    }

    /** It is to be asked for its links at the next opportunity. */
    void askAgain() {
        ask = true;
        linkRequests = null;
    }

    /** It has told its links. */
    void linksTold() {
        ask = false;
        linkRequests = null;
    }

    boolean mayAskForLinks(long now) {
        if (linkRequests == null) {
            linkRequests = new RequestPace();
        }
        return linkRequests.permits(advertisedSeq, now);
    }

    boolean mayAskForAddresses(long now) {
        if (mobileRequests == null) {
            mobileRequests = new RequestPace();
        }
        return mobileRequests.permits(advertisedMobileSeq, now);
    }

    /** It has told all its addresses, or has forgotten them. */
    void addressesTold() {
        mobileRequests = null;
    }

    Map<String, Integer> keys() {
        return keys;
    }

    boolean addKey(String key, int hint) {
        if (keys.containsKey(key)) {
            return false;
        }
        if (keys.size() > FEW_KEYS) {
            keys.put(key, hint);
            return true;
        }
        Map<String, Integer> more = new HashMap<>(keys);
        more.put(key, hint);
        keep(more);
        return true;
    }

    boolean removeKey(String key) {
        if (!keys.containsKey(key)) {
            return false;
        }
        if (keys.size() > FEW_KEYS + 1) {
            keys.remove(key);
            return true;
        }
        Map<String, Integer> fewer = new HashMap<>(keys);
        fewer.remove(key);
        keep(fewer);
        return true;
    }

    /** There may be many routers with few keys: these are kept in the smallest maps there are. */
    private void keep(Map<String, Integer> newKeys) {
        keys = newKeys.size() > FEW_KEYS ? newKeys : Map.copyOf(newKeys);
    }

    void clearKeys() {
        keys = Map.of();
    }
}
