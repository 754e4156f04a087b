// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Another router of the network. The data path reads its route and number, the control thread writes them. */
public final class RemoteRouter {

    static final int NO_NUMBER = -1;
    static final long NO_CONNECTION = -1;

    private final String id;
    private final RouterDirectory directory;
    private volatile int number = NO_NUMBER;
    private volatile Route route;
    // control thread only
    /** The connection, if it is a neighbour. */
    private long connection = NO_CONNECTION;
    /** The addresses that it has consumers for; the value is null for those by which links are routed. */
    private final Map<String, AddressEntry> addresses = new HashMap<>();
    /** Those of them that were said by an earlier member of the network and not again. */
    private final Set<String> unconfirmed = new HashSet<>();

    RemoteRouter(String id, RouterDirectory directory) {
        this.id = id;
        this.directory = directory;
    }

    String id() {
        return id;
    }

    RouterDirectory directory() {
        return directory;
    }

    /** Returns its number in the present paths, or {@link #NO_NUMBER}. Any thread. */
    int number() {
        return number;
    }

    /** Returns the way to it, null if there is none. Any thread. */
    Route route() {
        return route;
    }

    // ---- control thread

    void number(int now) {
        number = now;
    }

    void route(Route now) {
        route = now;
    }

    long connection() {
        return connection;
    }

    void connection(long now) {
        connection = now;
    }

    Map<String, AddressEntry> addresses() {
        return addresses;
    }

    Set<String> unconfirmed() {
        return unconfirmed;
    }
}
